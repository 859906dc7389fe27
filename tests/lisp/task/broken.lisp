;;;; A file that ends within a form.
(defun handle (body headers)
  (list body headers)
