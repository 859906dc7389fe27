;;;; A handler is a function of the event's text and an association list of its headers. What it
;;;; returns is the answer. BUILD names it: simple.simple-handler is this file and this function.

(defun simple-handler (body headers)
  "Answers with the event in upper case, and the request's own id."
  (format nil "~A ~A" (string-upcase body) (if (assoc :lambda-runtime-aws-request-id headers)
                                               "with an id"
                                               "without one")))
