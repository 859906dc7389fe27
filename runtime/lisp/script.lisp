;;;; Scripts: Roswell's, and plain ones with a `#!` line, whose MAIN is called for each event.
;;;; Source: Roswell's manual, "Roswell script"; cl-launch's manual for plain scripts. The first may
;;;; be a shell script too: what is the shell's is a comment to Lisp.

(in-package :lambda-runtime)

(defun script-p (path)
  "Whether the file at PATH begins as a script does."
  (with-open-file (file path :element-type '(unsigned-byte 8))
    (and (eql (read-byte file nil) (char-code #\#)) (eql (read-byte file nil) (char-code #\!)))))

(defun main-name-p (value)
  (and (symbolp value) value (string= (symbol-name value) "MAIN") (fboundp value)))

(defun evaluate-script (stream)
  "Evaluates form by form, since a form may make the package that the next is in. Result: the MAIN
that was defined last, a symbol; NIL when none was."
  (let ((end (gensym "END")) (main nil))
    (loop for form = (read stream nil end)
          until (eq form end)
          do (let ((value (eval form)))
               (when (main-name-p value)
                 (setf main value))))
    main))

(defun load-script (path)
  "Result: the script's MAIN, a symbol. Error: INIT-ERROR when it has none, or no `#!` line."
  (unless (script-p path)
    (init-error "MalformedScript" "~A does not begin with #!, as a script does: add the line, for ~
                                   example #!/bin/sh" (sb-ext:native-namestring path)))
  (with-open-file (stream path :external-format :utf-8)
    (read-line stream)
    (or (with-standard-io-syntax
          (let ((*package* (find-package :cl-user)) (*print-readably* nil)
                (*load-pathname* path) (*load-truename* (truename path)))
            (evaluate-script stream)))
        (init-error "HandlerNotFound" "~A defines no function MAIN, which a script is called by"
                    (sb-ext:native-namestring path)))))

;;; What a script may ask of Roswell before MAIN is called.

(defvar roswell:*argv* '() "A script has no arguments here.")
(defvar roswell:*main* nil)

(defun roswell:ensure-asdf (&rest options)
  "Result: whether ASDF is built into this bootstrap. It is not needed for what is built in."
  (declare (ignore options))
  (and (find-package :asdf) t))

(defun roswell:include (&rest names)
  (declare (ignore names))
  nil)

(defun roswell:opt (name)
  "The value of Roswell's option NAME: there are none."
  (declare (ignore name))
  nil)

(defun roswell:quit (&optional (status 0))
  "As in Roswell it ends the process, which is reported as any end within an invocation is."
  (sb-ext:exit :code status))

(defun roswell:exec (arguments)
  (declare (ignore arguments))
  (init-error "MalformedScript" "a script cannot become another program here (ros:exec)"))

(defun roswell:run (&rest arguments)
  (declare (ignore arguments))
  (init-error "MalformedScript" "a script cannot start another Roswell here (ros:run)"))
