;;;; Between bytes outside Lisp's heap, octet vectors and strings. UTF-8 is C++'s work, which fills
;;;; and reads a Lisp string where it lies; other encodings are SBCL's.
;;;; Source: runtime/c_abi/lambda.h, "Texts"; SBCL 2.6.4 User Manual, "External Formats".

(in-package :lambda-runtime)

(deftype octets () '(simple-array (unsigned-byte 8) (*)))
(deftype code-points () '(simple-array character (*)))

(define-condition undecodable-text (error)
  ((offset :initarg :offset :reader undecodable-text-offset))
  (:report (lambda (condition stream)
             (format stream "the event is not UTF-8 at byte ~D: take it as octets (convention ~
                             :octets), or name its encoding (LAMBDA_LISP_ENCODING)"
                     (undecodable-text-offset condition)))))

(defun octets-at (pointer size)
  "A new vector of the SIZE bytes at POINTER."
  (declare (type sb-sys:system-area-pointer pointer) (type fixnum size))
  (let ((octets (make-array size :element-type '(unsigned-byte 8))))
    (with-pinned-vector (to octets)
      (foreign-copy to pointer size))
    octets))

(defun utf8-at (pointer size)
  "A new string of the SIZE bytes at POINTER. Error: UNDECODABLE-TEXT."
  (declare (type sb-sys:system-area-pointer pointer) (type fixnum size))
  (let ((valid (foreign-measure-utf8 pointer size (event-result))))
    (unless (= valid size)
      (error 'undecodable-text :offset valid))
    ;; Unlike MAKE-STRING it does not fill what is filled next.
    (let ((string (make-array (word (event-result) 0) :element-type 'character)))
      (with-pinned-vector (to string)
        (foreign-decode-utf8 pointer size to))
      string)))

(defun string-at (pointer size encoding)
  "As UTF8-AT, in ENCODING. Error: SBCL's own for any encoding but :UTF-8."
  (if (eq encoding :utf-8)
      (utf8-at pointer size)
      (sb-ext:octets-to-string (octets-at pointer size) :external-format encoding)))

(defun utf8-octets (string)
  "The octets of STRING in UTF-8; invalid characters become U+FFFD."
  (declare (type string string))
  (let* ((characters (coerce string 'code-points))
         (octets (make-array (* 4 (length characters)) :element-type '(unsigned-byte 8)))
         (size (with-pinned-vector (from characters)
                 (with-pinned-vector (to octets)
                   (foreign-encode-utf8 from (length characters) to)))))
    (subseq octets 0 size)))
