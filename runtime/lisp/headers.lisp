;;;; The headers of an invocation as an association list, the keys as keywords in upper case.
;;;; Source: AWS Lambda Developer Guide, "Using the Lambda runtime API", next invocation.

(in-package :lambda-runtime)

(defvar *header-alist* '()
  "The headers of the invocation being served, as ((:LAMBDA-RUNTIME-TRACE-ID . \"Root=…\")).")

;; Header names come from Lambda, a few and always the same. So that a broken peer cannot fill the
;; memory with symbols, no more than this many are made.
(defconstant +interned-names-max+ 200)

(declaim (type hash-table *header-names*))
(defvar *header-names* (make-hash-table :test 'equal)
  "Keyword by header name, as it was received.")

(defun header-keyword (name)
  "NIL when there are too many names already."
  (or (gethash name *header-names*)
      (when (< (hash-table-count *header-names*) +interned-names-max+)
        (setf (gethash name *header-names*) (intern (string-upcase name) :keyword)))))

(defun latin-1-at (pointer size)
  "A new string of the bytes at POINTER, one character each."
  (declare (type fixnum size) (type sb-sys:system-area-pointer pointer))
  (let ((string (make-string size)))
    (dotimes (i size string)
      (setf (schar string i) (code-char (sb-sys:sap-ref-8 pointer i))))))

(defun header-value-at (pointer size)
  (handler-case (utf8-at pointer size)
    (undecodable-text () (latin-1-at pointer size))))

(defun read-headers ()
  "The headers of *EVENT*, in the order in which they were received."
  (let ((headers (event-headers)))
    (loop for index of-type fixnum below (event-header-count)
          for header = (sb-sys:sap+ headers (* index 32))
          for key = (header-keyword (latin-1-at (pointer-at header 0) (word header 1)))
          when key
            collect (cons key (header-value-at (pointer-at header 2) (word header 3))))))
