;;;; A file that cannot be loaded, for want of what it needs.
(defun connect ()
  (error "the \"database\" is away: ~A" '(1 2)))
(connect)
(defun handle (body headers) (list body headers))
