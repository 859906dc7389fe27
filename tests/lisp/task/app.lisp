;;;; Handlers for the tests, in a package of their own: each does one thing.
;;;; Source: runtime/lisp/README.md.

(defpackage :my-package
  (:use :common-lisp)
  (:export #:handle #:declared-octets #:declared-stream #:declared-json #:latin #:typed))
(in-package :my-package)

(defun handle (body headers)
  (declare (ignore headers))
  (string-upcase body))

(defun answer-number (body headers)
  (declare (ignore body headers))
  (format nil "~D" 42))

(defun show-headers (body headers)
  (declare (ignore body))
  (format nil "~{~S~^ ~}" (sort (mapcar #'car headers) #'string<)))

(defun show-header-values (body headers)
  (declare (ignore body))
  (format nil "~A|~A|~A|~A"
          (cdr (assoc :lambda-runtime-client-context headers))
          (length (cdr (assoc :lambda-runtime-aws-request-id headers)))
          (every #'digit-char-p (cdr (assoc :lambda-runtime-deadline-ms headers)))
          (eq headers lambda-runtime:*header-alist*)))

(defun show-context (body headers)
  (declare (ignore body headers))
  (let ((context lambda-runtime:*context*))
    (format nil "~A ~A ~A ~A ~S"
            (string= (lambda-runtime:context-request-id context)
                     (cdr (assoc :lambda-runtime-aws-request-id lambda-runtime:*header-alist*)))
            (subseq (lambda-runtime:context-invoked-function-arn context) 0 15)
            (< 0 (lambda-runtime:remaining-milliseconds) 60001)
            (typep (lambda-runtime:context-trace-id context) (quote (or null string)))
            (lambda-runtime:context-cognito-identity context))))

(defun show-environment (body headers)
  (declare (ignore body headers))
  (format nil "~A|~A|~A|~A|~A|~A"
          lambda-runtime:*_handler* lambda-runtime:*aws-lambda-function-name*
          lambda-runtime:*aws-lambda-function-version*
          (and lambda-runtime:*aws-region* t)
          (string= lambda-runtime:*lambda-task-root*
                   (string-right-trim "/" (namestring *default-pathname-defaults*)))
          (and lambda-runtime:*aws-lambda-runtime-api* t)))

(defun unset-environment (body headers)
  (declare (ignore body headers))
  (format nil "~S" (list lambda-runtime:*tz* (type-of lambda-runtime:*aws-lambda-log-group-name*))))

(defun in-task-folder (body headers)
  (declare (ignore body headers))
  (with-open-file (stream "shout.ros") (read-line stream)))

(defun nothing (body headers)
  (declare (ignore body headers))
  nil)

(defun wrong-value (body headers)
  (declare (ignore body headers))
  (list 1 2))

(defun typed (body headers)
  (declare (ignore headers))
  (lambda-runtime:make-response (format nil "<p>~A</p>" body) "text/html; charset=utf-8"))

(defun declared-octets (octets headers)
  (declare (ignore headers))
  (reverse octets))
(lambda-runtime:declare-handler declared-octets :convention :octets)

(defun declared-stream (stream headers)
  (declare (ignore headers))
  (let ((line (read-line stream)))
    (fresh-line)
    (format t "~A/~D/" line (read-byte stream nil -1))
    (write-byte 33 *standard-output*)
    (write-sequence (make-array 2 :element-type '(unsigned-byte 8) :initial-element 34)
                    *standard-output*)
    (write-char (code-char 233))))
(lambda-runtime:declare-handler declared-stream :convention :stream)

(defun latin (body headers)
  (declare (ignore headers))
  (format nil "~D ~A" (length body) body))
(lambda-runtime:declare-handler latin :encoding :latin-1)

(defun declared-json (value headers)
  (declare (ignore headers))
  (list value value))
(lambda-runtime:declare-handler declared-json :convention :json)

(defun log-all (body headers)
  (declare (ignore headers))
  (lambda-runtime:log-debug "quiet ~A" 1)
  (lambda-runtime:log-error "two~%lines ~A" body)
  (format t "to standard output~%")
  "\"logged\"")
