;;;; A file that ends the process while it is loaded.
(sb-ext:exit :code 9)
