;;;; JSON by the library that the user picks: this runtime has none of its own.
;;;; Source: the manuals of the libraries named below.

(in-package :lambda-runtime)

(defvar *json-reader* nil
  "A function from JSON text, a string, to a Lisp value; NIL: that of the first known library.")

(defvar *json-writer* nil
  "A function from a Lisp value to JSON text, a string; NIL: that of the first known library.")

;; Package, function that reads a string, function that writes; the latter returns a string, or
;; takes a stream as its second argument.
(defparameter *json-libraries*
  '(("COM.INUOE.JZON" "PARSE" "STRINGIFY" :string)
    ("YASON" "PARSE" "ENCODE" :stream)
    ("SHASHT" "READ-JSON" "WRITE-JSON" :stream)
    ("JONATHAN" "PARSE" "TO-JSON" :string)
    ("ST-JSON" "READ-JSON" "WRITE-JSON" :stream)
    ("JSOWN" "PARSE" "TO-JSON" :string)
    ("CL-JSON" "DECODE-JSON-FROM-STRING" "ENCODE-JSON-TO-STRING" :string)))

(defun library-function (package name)
  (let ((symbol (and (find-package package) (find-symbol name package))))
    (and symbol (fboundp symbol) (fdefinition symbol))))

(defun stream-writer (writer)
  "As a function that returns the text."
  (lambda (value)
    (with-output-to-string (stream) (funcall writer value stream))))

(defun use-json-library (package reader writer form)
  "Result: whether the library is there."
  (let ((read (library-function package reader))
        (write (library-function package writer)))
    (when (and read write)
      (setf *json-reader* (or *json-reader* read)
            *json-writer* (or *json-writer* (if (eq form :stream) (stream-writer write) write)))
      t)))

(defun require-json ()
  "Settles which library reads and writes JSON. Error: INIT-ERROR when there is none."
  (let ((wanted (setting "LAMBDA_LISP_JSON")))
    (unless (or (and *json-reader* *json-writer*)
                (loop for library in *json-libraries*
                      thereis (and (or (null wanted) (string-equal wanted (first library)))
                                   (apply #'use-json-library library))))
      (init-error "NoJsonLibrary"
                  "a handler that is called with :json needs a JSON library, and none ~
                   ~:[is loaded~;named ~:*~A is~]; known are ~{~A~^, ~}: build one in, or set ~
                   lambda-runtime:*json-reader* and *json-writer* to functions of your own"
                  wanted (mapcar (lambda (library) (string-downcase (first library)))
                                 *json-libraries*)))))
