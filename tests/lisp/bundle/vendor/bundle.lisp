;;;; As Quicklisp's ql:bundle-systems lays a bundle out, and finds its systems: an index of .asd
;;;; files beside this file, and whatever local-projects holds.
;;;; Source: Quicklisp's documentation, "Library Bundles".

(in-package #:cl-user)

(defparameter *bundle-folder* (make-pathname :name nil :type nil :defaults *load-truename*))

(defun bundled-definitions ()
  (append
   (directory (merge-pathnames "local-projects/*/*.asd" *bundle-folder*))
   (with-open-file (index (merge-pathnames "system-index.txt" *bundle-folder*))
     (loop for line = (read-line index nil) while line
           collect (merge-pathnames line *bundle-folder*)))))

(defun find-bundled-system (name)
  (find (asdf:coerce-name name) (bundled-definitions) :key #'pathname-name :test #'equal))

(push 'find-bundled-system asdf:*system-definition-search-functions*)
