;;;; From conditions to what a caller is told: a type, a report, and a backtrace.
;;;; Source: AWS Lambda Developer Guide, "Using the Lambda runtime API", invocation error.

(in-package :lambda-runtime)

(defconstant +report-characters-max+ 16000)
(defconstant +stack-lines-max+ 50)

(define-condition function-error (error)
  ((type :initarg :type :initform "Function.Error" :reader function-error-type)
   (message :initarg :message :initform "" :reader function-error-message))
  (:documentation "What a handler signals to tell the caller a type of its own choice.")
  (:report (lambda (condition stream)
             (write-string (function-error-message condition) stream))))

(define-condition init-error (function-error) ()
  (:documentation "There will be no handler: what was looked for, where, and what to do."))

(defun init-error (type control &rest arguments)
  (error 'init-error :type (format nil "Runtime.~A" type)
                     :message (apply #'format nil control arguments)))

(defstruct failure
  "What a caller is told."
  (type "" :type string)
  (message "" :type string)
  (stack '() :type list)
  (fatal nil))                          ; Whether the process had better end after it was told.

(defun printed (function)
  "What FUNCTION prints, whatever the handler has done to the printer; limited."
  (handler-case
      (let ((text (with-standard-io-syntax
                    (let ((*package* (find-package :cl-user)) (*print-readably* nil)
                          (*print-length* 50) (*print-level* 10) (*print-circle* t))
                      (with-output-to-string (stream) (funcall function stream))))))
        (if (<= (length text) +report-characters-max+)
            text
            (concatenate 'string (subseq text 0 +report-characters-max+) "…")))
    (error () "a condition that cannot be printed")))

(defun condition-type (condition)
  (if (typep condition 'function-error)
      (function-error-type condition)
      (printed (lambda (stream) (prin1 (type-of condition) stream)))))

(defun describe-condition (condition stack)
  "The FAILURE that CONDITION is. STACK: the lines of its backtrace."
  (make-failure :type (condition-type condition)
                :message (printed (lambda (stream) (princ condition stream)))
                :stack (if (typep condition 'init-error) '() stack) ; Its message says it all.
                :fatal (typep condition '(or memory-fault interrupt))))

(defun describe-exhaustion (condition)
  "The FAILURE of a handler that used up its memory or its stack. The stack has been unwound, so
that there is room again; hence no backtrace."
  (make-failure :type (condition-type condition)
                :message (typecase condition
                           (heap-exhausted
                            (format nil "the handler needs more memory than the ~D MB heap of this ~
                                         function: give the function more"
                                    (ceiling (sb-ext:dynamic-space-size) (* 1024 1024))))
                           (stack-exhausted "the handler's recursion is too deep for the stack")
                           (t (printed (lambda (stream) (princ condition stream)))))))

(defparameter *enclosing-functions*
  '(call-handler handle-event serve-event load-file resolve-handler find-handler save-bootstrap)
  "Where backtraces end: what is further out is this runtime.")

(defmacro with-failures (&body body)
  "Runs BODY. Result: NIL, or the FAILURE that ended it. Only what BODY leaves unhandled ends it:
a condition that it handles, or only signals, does not."
  (let ((block (gensym "FAILURE")) (condition (gensym "CONDITION")) (hook (gensym "HOOK")))
    `(block ,block
       (handler-case
           (flet ((,hook (,condition previous)
                    (declare (ignore previous))
                    (return-from ,block
                      (describe-condition ,condition
                                          (ignore-errors
                                           (stack-lines +stack-lines-max+
                                                        *enclosing-functions*))))))
             (let ((sb-ext:*invoke-debugger-hook* #',hook))
               ,@body
               nil))
         (storage-condition (,condition)
           (sb-ext:gc :full t)
           (describe-exhaustion ,condition))))))

(defun send-failure (failure sender)
  "Sends FAILURE by SENDER, a function of the C interface. Result: its status."
  (let ((texts (list (utf8-octets (failure-type failure))
                     (utf8-octets (failure-message failure))
                     (utf8-octets (format nil "~{~A~^~%~}" (failure-stack failure)))))
        (words (make-array 6 :element-type '(unsigned-byte 64))))
    (destructuring-bind (type message stack) texts
      (with-pinned-vector (type-bytes type)
        (with-pinned-vector (message-bytes message)
          (with-pinned-vector (stack-bytes stack)
            (loop for index from 0 by 2
                  for bytes in (list type-bytes message-bytes stack-bytes)
                  for text in texts
                  do (setf (aref words index) (sb-sys:sap-int bytes)
                           (aref words (1+ index)) (length text)))
            (with-pinned-vector (error-struct words)
              (funcall sender *runtime* error-struct))))))))
