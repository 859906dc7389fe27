;;;; An HTTP request through API Gateway (format 2.0) or a function URL, and its answer.
;;;; Source: API Gateway Developer Guide, "AWS Lambda proxy integrations for HTTP APIs".

(defpackage :http
  (:use :cl)
  (:export #:handle))
(in-package :http)

(defun at (object &rest names)
  "What OBJECT has at the path NAMES, or NIL."
  (dolist (name names object)
    (setf object (and (hash-table-p object) (gethash name object)))))

(defun json (&rest plist)
  (with-output-to-string (stream) (yason:encode-plist plist stream)))

(defun answer (status body)
  (let ((headers (alexandria:plist-hash-table '("content-type" "application/json")
                                              :test #'equal)))
    (json "statusCode" status "headers" headers "body" body)))

(defun handle (body headers)
  (declare (ignore headers))
  (let* ((event (yason:parse body))
         (method (at event "requestContext" "http" "method"))
         (path (at event "rawPath")))
    (cond ((not (and method path)) (error "the event is not an HTTP request of format 2.0"))
          ((not (equal method "GET")) (answer 405 (json "message" "only GET is answered")))
          ((equal path "/") (answer 200 (json "message" "hello")))
          (t (answer 404 (json "message" (format nil "there is no ~A" path)))))))
