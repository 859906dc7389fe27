;;;; The function's own library, shipped as a second compiled file.

(defpackage :greetings
  (:use :cl)
  (:export #:greeting))
(in-package :greetings)

(defparameter *greetings* '(("en" . "Hello") ("de" . "Guten Tag") ("fr" . "Bonjour")))

(defun greeting (language)
  "The greeting in LANGUAGE, a code of two letters; an error where it is not known."
  (or (cdr (assoc language *greetings* :test #'equal))
      (error "no greeting is known in the language ~S" language)))
