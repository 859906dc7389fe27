;;;; What a handler may ask about its invocation, as an object.
;;;; Source: AWS Lambda Developer Guide, "Using the Lambda runtime API", next invocation.

(in-package :lambda-runtime)

(defstruct (context (:constructor make-context (headers deadline-ms)) (:copier nil)
                    (:predicate nil))
  "One invocation. Its texts are strings, or NIL when Lambda sent none."
  (headers '() :type list :read-only t)
  (deadline-ms 0 :type (unsigned-byte 64) :read-only t))

(defvar *context* nil
  "The CONTEXT of the invocation being served; NIL before the first.")

(defmacro define-context-reader (name key documentation)
  `(defun ,name (&optional (context *context*))
     ,documentation
     (cdr (assoc ,key (context-headers context)))))

(define-context-reader context-request-id :lambda-runtime-aws-request-id
  "The invocation's id.")
(define-context-reader context-invoked-function-arn :lambda-runtime-invoked-function-arn
  "The function's ARN, with the version or alias that the caller named.")
(define-context-reader context-trace-id :lambda-runtime-trace-id
  "AWS X-Ray's Root=…;Parent=…;Sampled=….")
(define-context-reader context-tenant-id :lambda-runtime-aws-tenant-id
  "The tenant, of a function with tenant isolation.")
(define-context-reader context-client-context :lambda-runtime-client-context
  "JSON text, from AWS's mobile SDKs.")
(define-context-reader context-cognito-identity :lambda-runtime-cognito-identity
  "JSON text: cognitoIdentityId, cognitoIdentityPoolId.")

(defun remaining-milliseconds (&optional (context *context*))
  "Time until Lambda stops the process; negative once it has passed."
  (foreign-remaining-ms (context-deadline-ms context)))
