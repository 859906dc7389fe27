;;;; JSON in and out: what an order costs.

(defpackage :orders
  (:use :cl)
  (:export #:total))
(in-package :orders)

(defun cost (item)
  (let ((price (gethash "price" item)) (count (gethash "count" item 1)))
    (unless (and (integerp price) (integerp count))
      (error "an item needs a price, a whole number of cents, and may have a count"))
    (* price count)))

(defun total (body headers)
  "The event is {\"items\": [{\"price\": 250, \"count\": 2}]}, the answer {\"total\": 500}."
  (declare (ignore headers))
  (let ((event (yason:parse body)))
    (with-output-to-string (stream)
      (yason:encode-plist (list "total" (reduce #'+ (gethash "items" event) :key #'cost))
                          stream))))
