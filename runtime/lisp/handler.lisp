;;;; From the text of _HANDLER to a function, by the first of four readings that fits.
;;;; Source: runtime/lisp/README.md, "How _HANDLER names a function".

(in-package :lambda-runtime)

(defun ends-in (ending text)
  (let ((begin (- (length text) (length ending))))
    (and (plusp begin) (string= ending text :start2 begin))))

(defmacro with-reader-of-handlers (&body body)
  "The standard syntax, in CL-USER, for what is read and for what is loaded."
  `(with-standard-io-syntax
     (let ((*package* (find-package :cl-user)) (*print-readably* nil))
       ,@body)))

(defun check-handler-text (text)
  (when (or (null text) (string= (string-trim " " text) ""))
    (init-error "MalformedHandlerName"
                "_HANDLER is empty: write FILE.FUNCTION, a script's file name, or Lisp forms"))
  (let ((character (find-if-not #'graphic-char-p text)))
    (when character
      (init-error "MalformedHandlerName"
                  "_HANDLER has a character that does not print, at ~D, of code ~D"
                  (position character text) (char-code character)))))

;;; 1 and 4: forms

(defun reason (condition)
  "What CONDITION says, without the stream that a reader's error names at its end."
  (let ((text (printed (lambda (stream) (princ condition stream)))))
    (string-trim '(#\Space #\Newline) (subseq text 0 (search "Stream:" text)))))

(defun read-forms (text type control &rest arguments)
  "The forms of TEXT. Error: INIT-ERROR of TYPE, whose text ends with the reason."
  (let ((end (gensym "END")))
    (with-input-from-string (stream text)
      (handler-case (loop for form = (read stream nil end) until (eq form end) collect form)
        (error (condition)
          (init-error type "~?: ~A" control arguments (reason condition)))))))

(defun handler-of-value (value text)
  "VALUE: what the forms of TEXT came to."
  (cond ((functionp value) (make-declared-handler value nil))
        ((and value (symbolp value) (fboundp value))
         (make-declared-handler (fdefinition value) value))
        (t (init-error "HandlerNotFound"
                       "the value of _HANDLER's last form is not a function: ~A gives ~A"
                       text (printed (lambda (stream) (prin1 value stream)))))))

(defun handler-of-forms (text)
  (let ((value nil))
    (dolist (form (read-forms text "MalformedHandlerName"
                              "_HANDLER is ~A, which cannot be read as Lisp forms" text))
      (handler-case (setf value (eval form))
        (unbound-variable (condition)
          (init-error "HandlerNotFound"
                      "_HANDLER is ~A, and ~A has no value: write '~:*~A for a function of that ~
                       name, or FILE.FUNCTION" text (cell-error-name condition)))))
    (handler-of-value value text)))

;;; 2: scripts

(defun script-file (text)
  "The pathname of the script that TEXT names, or NIL."
  (let ((path (and (or (ends-in ".ros" text) (ends-in ".lisp" text)) (task-file text))))
    (and path (or (ends-in ".ros" text) (script-p path)) path)))

(defun handler-of-script (path)
  (make-handler :function (fdefinition (load-file path #'load-script)) :convention :script))

;;; 3: file.symbol

(defun find-handler-file (name)
  (or (task-file (format nil "~A.fasl" name))
      (task-file (format nil "~A.lisp" name))
      (init-error "HandlerNotFound"
                  "_HANDLER is ~A: there is neither ~A.fasl nor ~:*~A.lisp in ~A"
                  *_handler* name (task-folder))))

(defun read-function-name (text file)
  "The symbol that TEXT is, after FILE was loaded."
  (let ((forms (read-forms text "HandlerNotFound" "~A was loaded, but has no function ~A"
                           (sb-ext:native-namestring file) text)))
    (if (and forms (null (rest forms)) (symbolp (first forms)) (fboundp (first forms)))
        (first forms)
        (init-error "HandlerNotFound" "~A was loaded, but defines no function ~A"
                    (sb-ext:native-namestring file)
                    (if (string= text "") "(none is named after the dot)" text)))))

(defun handler-of-file (text dot)
  (let ((file (find-handler-file (subseq text 0 dot))))
    (load-file file #'load)
    (let ((name (read-function-name (subseq text (1+ dot)) file)))
      (make-declared-handler (fdefinition name) name))))

;;; All

(defun resolve-handler (text)
  "The HANDLER that TEXT names. Error: INIT-ERROR, or whatever loading it signals."
  (check-handler-text text)
  (with-reader-of-handlers
    (let ((script (script-file text))
          (dot (position #\. text)))
      (cond ((or (char= (char text 0) #\') (find-if (lambda (c) (find c "()")) text))
             (handler-of-forms text))
            (script (handler-of-script script))
            ((and dot (plusp dot)) (handler-of-file text dot))
            (t (handler-of-forms text))))))
