;;;; The function's log: one record a call, in the form and above the level it is configured for.
;;;; Source: AWS Lambda Developer Guide, "Configuring advanced logging controls for Lambda
;;;; functions"; runtime/logging writes the records.

(in-package :lambda-runtime)

(defun write-record (level control arguments)
  (let ((message (utf8-octets (apply #'format nil control arguments))))
    (flush-standard-streams)
    (with-pinned-vector (bytes message)
      (foreign-log *runtime* level bytes (length message)))
    nil))

(defmacro define-log-function (name level title)
  `(defun ,name (control &rest arguments)
     ,(format nil "Writes a record of level ~A: CONTROL and ARGUMENTS as for FORMAT." title)
     (write-record ,level control arguments)))

(define-log-function log-trace 0 "TRACE")
(define-log-function log-debug 1 "DEBUG")
(define-log-function log-info 2 "INFO")
(define-log-function log-warn 3 "WARN")
(define-log-function log-error 4 "ERROR")
(define-log-function log-fatal 5 "FATAL")
