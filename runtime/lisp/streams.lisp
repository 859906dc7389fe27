;;;; Two streams for handlers that read and write: the event, and the response. Both take
;;;; characters, in UTF-8, and octets, in any mixture.
;;;; Source: David N. Gray's proposal STREAM-DEFINITION-BY-USER, as SBCL's manual documents it.

(in-package :lambda-runtime)

;;; The event

(defclass event-stream (sb-gray:fundamental-character-input-stream
                        sb-gray:fundamental-binary-input-stream)
  ((octets :initarg :octets :reader stream-octets)
   (position :initform 0 :accessor stream-position))
  (:documentation "Reads OCTETS. A byte that begins no character is read as a replacement."))

(defmethod stream-element-type ((stream event-stream)) '(or character (unsigned-byte 8)))

(defmethod sb-gray:stream-read-byte ((stream event-stream))
  (with-accessors ((octets stream-octets) (position stream-position)) stream
    (declare (type octets octets) (type fixnum position))
    (if (< position (length octets))
        (prog1 (aref octets position) (incf position))
        :eof)))

(defun character-at (octets position)
  "The character that begins at POSITION, and the number of its octets."
  (declare (type octets octets) (type fixnum position) (optimize speed))
  (let* ((lead (aref octets position))
         (size (cond ((< lead #x80) 1) ((< lead #xC2) 0) ((< lead #xE0) 2) ((< lead #xF0) 3)
                     ((< lead #xF5) 4) (t 0)))
         (end (+ position size))
         (code (if (= size 1) lead (ldb (byte (max 0 (- 7 size)) 0) lead))))
    (declare (type fixnum end) (type (unsigned-byte 32) code))
    (if (or (zerop size) (> end (length octets)))
        (values (code-char #xFFFD) 1)
        (loop for index of-type fixnum from (1+ position) below end
              for octet = (aref octets index)
              unless (= (logand octet #xC0) #x80)
                do (return (values (code-char #xFFFD) 1))
              do (setf code (logior (ash (ldb (byte 24 0) code) 6) (logand octet #x3F)))
              finally (return (if (or (>= code char-code-limit)
                                      (and (= size 3) (< code #x800))
                                      (and (= size 4) (< code #x10000))
                                      (<= #xD800 code #xDFFF))
                                  (values (code-char #xFFFD) 1)
                                  (values (code-char code) size)))))))

(defmethod sb-gray:stream-read-char ((stream event-stream))
  (with-accessors ((octets stream-octets) (position stream-position)) stream
    (if (< position (length octets))
        (multiple-value-bind (character size) (character-at octets position)
          (incf position size)
          character)
        :eof)))

(defmethod sb-gray:stream-unread-char ((stream event-stream) character)
  (declare (ignore character))
  (with-accessors ((octets stream-octets) (position stream-position)) stream
    (loop do (decf position)
          while (and (plusp position) (= (logand (aref octets position) #xC0) #x80)))))

(defmethod sb-gray:stream-peek-char ((stream event-stream))
  (with-accessors ((octets stream-octets) (position stream-position)) stream
    (if (< position (length octets)) (values (character-at octets position)) :eof)))

(defmethod sb-gray:stream-read-line ((stream event-stream))
  (with-accessors ((octets stream-octets) (position stream-position)) stream
    (let* ((begin position)
           (end (position 10 octets :start begin)))
      (setf position (if end (1+ end) (length octets)))
      (values (octets-text octets begin (or end (length octets))) (null end)))))

(defun octets-text (octets begin end)
  (with-pinned-vector (bytes octets)
    (handler-case (utf8-at (sb-sys:sap+ bytes begin) (- end begin))
      (undecodable-text ()
        (sb-ext:octets-to-string octets :start begin :end end
                                        :external-format '(:utf-8 :replacement #\ufffd))))))

(defmethod sb-gray:stream-read-sequence ((stream event-stream) sequence &optional (start 0) end)
  (with-accessors ((octets stream-octets) (position stream-position)) stream
    (let ((end (or end (length sequence))))
      (if (typep sequence '(array (unsigned-byte 8) (*)))
          (let ((count (min (- end start) (- (length octets) position))))
            (replace sequence octets :start1 start :start2 position :end2 (+ position count))
            (incf position count)
            (+ start count))
          (loop for index from start below end
                for character = (sb-gray:stream-read-char stream)
                until (eq character :eof)
                do (setf (elt sequence index) character)
                finally (return index))))))

;;; The response

(defclass response-stream (sb-gray:fundamental-character-output-stream
                           sb-gray:fundamental-binary-output-stream)
  ((octets :initform (make-array 4096 :element-type '(unsigned-byte 8)) :accessor stream-octets)
   (position :initform 0 :accessor stream-position)
   (column :initform 0 :accessor stream-column))
  (:documentation "Gathers octets."))

(defmethod stream-element-type ((stream response-stream)) '(or character (unsigned-byte 8)))

(defun reserve-octets (stream count)
  "Makes room for COUNT more. Result: the vector."
  (with-accessors ((octets stream-octets) (position stream-position)) stream
    (when (> (+ position count) (length octets))
      (let ((grown (make-array (max (+ position count) (* 2 (length octets)))
                               :element-type '(unsigned-byte 8))))
        (setf octets (replace grown octets :end2 position))))
    octets))

(defmethod sb-gray:stream-write-byte ((stream response-stream) byte)
  (setf (aref (reserve-octets stream 1) (stream-position stream)) byte)
  (incf (stream-position stream))
  byte)

(defmethod sb-gray:stream-write-char ((stream response-stream) character)
  (if (< (char-code character) #x80)
      (sb-gray:stream-write-byte stream (char-code character))
      (write-octets stream (utf8-octets (string character))))
  (setf (stream-column stream) (if (char= character #\Newline) 0 (1+ (stream-column stream))))
  character)

(defun write-octets (stream octets &optional (start 0) (end (length octets)))
  (replace (reserve-octets stream (- end start)) octets
           :start1 (stream-position stream) :start2 start :end2 end)
  (incf (stream-position stream) (- end start)))

(defmethod sb-gray:stream-write-string ((stream response-stream) string &optional (start 0) end)
  (let* ((end (or end (length string)))
         (line-end (position #\Newline string :start start :end end :from-end t)))
    (write-octets stream (utf8-octets (subseq string start end)))
    (setf (stream-column stream)
          (if line-end (- end line-end 1) (+ (stream-column stream) (- end start))))
    string))

(defmethod sb-gray:stream-write-sequence ((stream response-stream) sequence &optional (start 0) end)
  (let ((end (or end (length sequence))))
    (typecase sequence
      (string (sb-gray:stream-write-string stream sequence start end))
      (octets (write-octets stream sequence start end))
      (t
        (loop for index from start below end
              do (sb-gray:stream-write-byte stream (elt sequence index)))))
    sequence))

(defmethod sb-gray:stream-line-column ((stream response-stream))
  (stream-column stream))

(defun written-octets (stream)
  (subseq (stream-octets stream) 0 (stream-position stream)))
