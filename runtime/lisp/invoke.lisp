;;;; One event after the other: taken, handled, answered.
;;;; Source: AWS Lambda Developer Guide, "Building a custom runtime", processing tasks.

(in-package :lambda-runtime)

;; A body from here on is a reason to look whether there is room for it, before it is made a
;; string of four bytes a character, and its answer another. Twice that, since large strings are
;; never moved: what is free lies in pieces between them, and each string needs one piece.
(defconstant +large-body-bytes+ (* 256 1024))
(defconstant +bytes-for-each-byte+ 16)

(defun make-room (body-bytes)
  "Collects what former invocations left when the heap has no room for a large body."
  (when (>= body-bytes +large-body-bytes+)
    (let ((limit (- (* 3/4 (sb-ext:dynamic-space-size)) (* +bytes-for-each-byte+ body-bytes))))
      (when (> (heap-bytes-used) limit)
        (sb-ext:gc :gen 1)
        (when (> (heap-bytes-used) limit)
          (sb-ext:gc :full t))))))

(defun handle-event (handler)
  "Calls HANDLER and sends what it returns. Result: the C interface's status."
  (let* ((*header-alist* (read-headers))
         (*context* (make-context *header-alist* (event-deadline-ms)))
         (*package* (find-package :cl-user))
         (value (call-handler handler)))
    (flush-standard-streams)
    (respond value (handler-encoding handler))))

(defun leave (status)
  "Ends the process at once."
  (ignore-errors (flush-standard-streams))
  (sb-ext:exit :code status :abort t))

(defun serve-event (handler)
  "Answers *EVENT*, whatever happens. Result: the C interface's status."
  (make-room (word *event* 1))
  (let* ((status +ok+)
         (failure (with-failures
                    (setf status (handle-event (current-handler handler))))))
    (when failure
      (ignore-errors (flush-standard-streams))
      (setf status (send-failure failure #'foreign-fail))
      (when (failure-fatal failure)
        (leave 70)))
    status))

(defun serve (handler)
  "Serves events until the Runtime API has no more to give. Result: the process's exit status."
  (loop while (and (= +ok+ (foreign-next *runtime* *event*))
                   (= +ok+ (serve-event handler))))
  1)
