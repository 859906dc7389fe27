;;;; Saves the running Lisp as a bootstrap.
;;;; Source: SBCL 2.6.4 User Manual, "Saving a Core Image".

(in-package :lambda-runtime)

(defun load-each (files)
  (dolist (file files)
    (let ((path (if (stringp file) (sb-ext:parse-native-namestring file) file)))
      (unless (regular-file-p path)
        (init-error "HandlerNotFound" "there is no ~A to build in" (sb-ext:native-namestring path)))
      (load path))))

(defun handler-built-in (text)
  "The handler that TEXT names: a function of what is loaded, by its symbol alone, or anything that
_HANDLER may be."
  (check-handler-text text)
  (let ((name (with-reader-of-handlers (ignore-errors (read-from-string text)))))
    (if (and name (symbolp name) (fboundp name) (not (find #\' text)))
        (make-declared-handler (fdefinition name) name)
        (resolve-handler text))))

(defun save-bootstrap (path &key preload handler)
  "Writes this Lisp to PATH as a program that serves Lambda's events, and ends the process.
PRELOAD: fasls and sources to load first, in order. HANDLER: a symbol that names a function of
theirs, as text, or what _HANDLER may be; it is read now, and the program then serves with it,
whatever _HANDLER says. Where one of them is not there, or fails, nothing is written, and the status
is 1."
  (let ((failure (with-failures
                   (with-reader-of-handlers
                     (load-each preload))
                   (when handler
                     (setf *saved-handler* (handler-built-in handler))))))
    (when failure
      (format *error-output* "save-bootstrap: ~A: ~A~%~{    ~A~%~}" (failure-type failure)
              (failure-message failure) (failure-stack failure))
      (leave 1)))
  (forget-environment)
  (prefer-utf-8)
  (setf *default-pathname-defaults* #p"")
  (sb-ext:save-lisp-and-die path :toplevel #'main :executable t))
