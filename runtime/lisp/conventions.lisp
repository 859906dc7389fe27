;;;; How a handler is called: :STRING, :OCTETS, :STREAM or :JSON, and in which encoding; and what it
;;;; may return.
;;;; Source: runtime/lisp/README.md, "How your function is called".

(in-package :lambda-runtime)

(defparameter *conventions* '(:string :octets :stream :json))

(defstruct (response (:constructor make-response (body &optional content-type)))
  "What a handler returns that says its content type: \"text/html; charset=utf-8\"."
  body
  (content-type nil :type (or null string)))

(defstruct handler
  "A function, how it is called (one of *CONVENTIONS*, or :SCRIPT), and the encoding of its texts."
  (function nil :type function)
  (convention :string :type keyword)
  (encoding :utf-8 :type keyword))

;;; The choice

(defmacro declare-handler (name &key (convention nil) (encoding nil))
  "Declares how the function NAME is called when it is a handler. What is left out is as the
variables LAMBDA_LISP_CONVENTION and LAMBDA_LISP_ENCODING say; else :STRING and :UTF-8."
  `(eval-when (:load-toplevel :execute)
     (setf (get ',name 'handler-options)
           (list :convention ',(and convention (check-convention convention))
                 :encoding ',(and encoding (check-encoding encoding))))
     ',name))

(defun keyword-of (text)
  (intern (string-upcase (string-left-trim ":" (string text))) :keyword))

(defun check-convention (text)
  (let ((name (keyword-of text)))
    (if (member name *conventions*)
        name
        (init-error "UnknownConvention"
                    "~A is not a calling convention: write one of ~(~{~A~^, ~}~)"
                    text *conventions*))))

(defun check-encoding (text)
  (let ((name (keyword-of text)))
    (if (external-format-known-p name)
        name
        (init-error "UnknownEncoding"
                    "~A is not an encoding that SBCL knows: write utf-8, latin-1, utf-16le, ~
                     shift_jis or another of its manual's list"
                    text))))

(defun make-declared-handler (function name)
  "FUNCTION as a handler, called as its NAME, a symbol or NIL, was declared, else as the variables
say. Error: INIT-ERROR for a variable with an unknown value, or where no JSON library is loaded."
  (let* ((options (and name (get name 'handler-options)))
         (convention (or (getf options :convention)
                         (check-convention (or (setting "LAMBDA_LISP_CONVENTION") :string))))
         (encoding (or (getf options :encoding)
                       (check-encoding (or (setting "LAMBDA_LISP_ENCODING") :utf-8)))))
    (when (eq convention :json)
      (require-json))
    (make-handler :function (if (takes-one-argument-p function)
                                (lambda (body headers)
                                  (declare (ignore headers))
                                  (funcall function body))
                                function)
                  :convention convention :encoding encoding)))

;;; The call

(defun call-with-streams (function &rest arguments)
  "Calls FUNCTION with standard input being the event. Result: what it wrote to standard output."
  (let* ((input (make-instance 'event-stream
                               :octets (octets-at (pointer-at *event* 0) (word *event* 1))))
         (output (make-instance 'response-stream))
         (*standard-input* input)
         (*standard-output* output))
    (apply function arguments)
    (written-octets output)))

(defun event-string (encoding)
  (string-at (pointer-at *event* 0) (word *event* 1) encoding))

(defun call-handler (handler)
  "Calls HANDLER with the event, by its convention. Result: what it returned, or wrote."
  (let ((function (handler-function handler)))
    (ecase (handler-convention handler)
      (:string (funcall function (event-string (handler-encoding handler)) *header-alist*))
      (:octets (funcall function (octets-at (pointer-at *event* 0) (word *event* 1))
                        *header-alist*))
      (:json (let ((result (funcall function
                                    (funcall *json-reader*
                                             (event-string (handler-encoding handler)))
                                    *header-alist*)))
               (if (typep result '(or response octets))
                   result
                   (funcall *json-writer* result))))
      (:stream (call-with-streams (lambda () (funcall function *standard-input* *header-alist*))))
      (:script (call-with-streams function)))))

;;; The answer

(defun respond-bytes (vector content-type)
  (with-pinned-vector (bytes vector)
    (foreign-respond *runtime* bytes (length vector) content-type)))

(defun respond-string (string encoding content-type)
  (cond ((not (eq encoding :utf-8))
         (respond-bytes (coerce (sb-ext:string-to-octets string :external-format encoding) 'octets)
                        content-type))
        ((typep string 'simple-base-string) (respond-bytes string content-type)) ; It is ASCII.
        (t
         (let ((characters (coerce string 'code-points)))
           (with-pinned-vector (code-points characters)
             (foreign-respond-utf32 *runtime* code-points (length characters) content-type))))))

(defun respond (value encoding &optional content-type)
  "Sends what a handler returned. Result: the C interface's status."
  (typecase value
    (response (respond (response-body value) encoding (response-content-type value)))
    (string (respond-string value encoding content-type))
    (octets (respond-bytes value content-type))
    ((array (unsigned-byte 8) (*)) (respond-bytes (coerce value 'octets) content-type))
    (null (respond-string "null" encoding content-type))
    (t (error 'function-error
              :type "Function.InvalidResult"
              :message (format nil "the handler returned ~A, which cannot be sent: return a ~
                                    string, a vector of octets, NIL, or (make-response BODY ~
                                    CONTENT-TYPE); :json is the convention for other values"
                               (printed
                                (lambda (stream)
                                  (format stream "a value of type ~S" (type-of value)))))))))
