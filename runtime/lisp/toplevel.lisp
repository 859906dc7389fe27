;;;; The life of a Lisp function's process, from SBCL's toplevel on.
;;;; Source: AWS Lambda Developer Guide, "Building a custom runtime", initialization tasks.

(in-package :lambda-runtime)

(defvar *saved-handler* nil
  "The HANDLER that was built in when the bootstrap was saved; NIL: _HANDLER names it.")

(defun report-exit (status)
  (foreign-report-leaving "Runtime.ExitError"
                          (format nil "the handler ended the process: (exit :code ~A)" status)))

(defun leave-after-error (condition hook)
  "What becomes of an error in a thread of the handler's own: as SBCL without a debugger has it."
  (declare (ignore hook))
  (let ((failure (describe-condition condition (ignore-errors
                                                (stack-lines +stack-lines-max+ '())))))
    (ignore-errors (log-fatal "a thread ended by ~A: ~A~{~%    ~A~}" (failure-type failure)
                              (failure-message failure) (failure-stack failure)))
    (foreign-report-leaving "Runtime.ExitError"
                            (format nil "a thread ended by ~A: ~A" (failure-type failure)
                                    (failure-message failure)))
    (leave 1)))

(defun make-environment ()
  "What a saved core cannot bring along."
  (setf sb-ext:*invoke-debugger-hook* #'leave-after-error
        *random-state* (make-random-state t))
  (prefer-huge-pages)
  (prefer-utf-8)
  (read-environment)
  (enter-task-folder))

(defun find-handler ()
  "The handler to serve with. Ends the process, after a report, when there is none."
  (let* ((*enclosing-functions* (list* 'load-file 'resolve-handler *loader-functions*))
         (handler *saved-handler*)
         (failure (with-failures
                    (unless handler
                      (setf handler (resolve-handler *_handler*))
                      (watch-files handler)
                      (start-swank)))))
    (when failure
      (send-failure failure #'foreign-fail-initialization)
      (leave 1))
    handler))

(defun main ()
  "The toplevel of a bootstrap. Does not return."
  (make-environment)
  (unless (open-runtime)
    (leave 1))
  (guard-exits)
  (note-each-exit #'report-exit)
  (leave (serve (find-handler))))
