;;;; JSON in and out: what an order costs. The runtime reads the event by the JSON library that is
;;;; there, and writes the result by it.

(defpackage :orders
  (:use :cl)
  (:export #:total))
(in-package :orders)

(defun cost (item)
  (let ((price (gethash "price" item))
        (count (gethash "count" item 1)))
    (unless (and (integerp price) (integerp count))
      (error "an item needs a price, a whole number of cents, and may have a count"))
    (* price count)))

(defun total (order)
  "ORDER is {\"items\": [{\"price\": 250, \"count\": 2}]}, the answer {\"total\": 500}."
  (let ((answer (make-hash-table :test #'equal)))
    (setf (gethash "total" answer) (reduce #'+ (gethash "items" order) :key #'cost))
    answer))

(lambda-runtime:declare-handler total :convention :json)
