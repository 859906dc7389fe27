;;;; The handler.

(in-package :polite)

(defun greet (body headers)
  (declare (ignore headers))
  (format nil "~S" (concatenate 'string (greeting (string-trim "\"" body)) " How do you do?")))
