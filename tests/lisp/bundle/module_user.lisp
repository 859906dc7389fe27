;;;; Uses a module of SBCL's, which needs another one, while it is loaded.

(defpackage :module-user
  (:use :cl))
(in-package :module-user)

(defparameter *digest* (sb-md5:md5sum-string ""))

(assert (= #xd4 (aref *digest* 0)))
