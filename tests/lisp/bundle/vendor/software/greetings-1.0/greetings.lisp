;;;; A library of the bundle.

(defpackage :greetings
  (:use :cl)
  (:export #:greeting))
(in-package :greetings)

(defun greeting (name)
  (format nil "Hello, ~A!" name))
