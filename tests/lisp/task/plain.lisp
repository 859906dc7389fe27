;;;; Handlers in CL-USER, as a first file often has them.
;;;; Source: runtime/lisp/README.md.

(defun simple-handler (body headers)
  (declare (ignore headers))
  (concatenate 'string "simple " body))

(defun body-only (body)
  (concatenate 'string "only " body))
