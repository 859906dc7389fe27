;;;; A handler that is called with parsed JSON, by the library that its user picked: here the Lisp
;;;; reader, which reads numbers as JSON has them.
;;;; Source: runtime/lisp/README.md.

(setf lambda-runtime:*json-reader* #'read-from-string
      lambda-runtime:*json-writer* (lambda (value) (format nil "~D" value)))

(defun twice (value headers)
  (declare (ignore headers))
  (* 2 value))
