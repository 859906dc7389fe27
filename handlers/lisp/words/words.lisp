;;;; Counts the words of a text, with three libraries.

(defpackage :words
  (:use :cl)
  (:export #:handle))
(in-package :words)

(defun counted (text)
  "An association list of the words of TEXT and how often each occurs, the most frequent first."
  (let ((counts (make-hash-table :test #'equal)))
    (dolist (word (cl-ppcre:all-matches-as-strings "\\w+" (string-downcase text)))
      (incf (gethash word counts 0)))
    (sort (sort (alexandria:hash-table-alist counts) #'string< :key #'car) #'> :key #'cdr)))

(defun handle (body headers)
  "The event is a JSON text; the answer a JSON object."
  (declare (ignore headers))
  (with-output-to-string (stream)
    (yason:encode-alist (counted (yason:parse body)) stream)))
