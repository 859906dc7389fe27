"""SBCL and the Lisp libraries that handlers and tests use, by digest. Nothing is fetched before it is built."""

load(":source.bzl", "lisp_source")

def lisp_repositories():
    """Declares them."""
    lisp_source(
        name = "sbcl",
        build_file = "//third_party/sbcl:sbcl.BUILD",
        debian_archive = "sbcl_2.6.4.orig.tar.xz",
        debian_prefix = "sbcl-2.6.4",
        debian_sha256 = "57421bfa0d4d94a5f9743aa9c5e28628162c92b3f8b410f784ede308d1460324",
        sha256 = "3ba53e654b60feb7c4f50466199d6d5260f2661c711ba22d4b770b655400d57b",
        strip_prefix = "sbcl-2.6.4",
        urls = ["https://downloads.sourceforge.net/project/sbcl/sbcl/2.6.4/sbcl-2.6.4-source.tar.bz2"],
    )
    lisp_source(
        name = "alexandria",
        build_file = "//third_party/lisp:alexandria.BUILD",
        commit = "8514d8e68ed0c733abf7f96f9e91b24912686dc4",
        debian_archive = "cl-alexandria_20240125.git8514d8e.orig.tar.xz",
        debian_prefix = "cl-alexandria-20240125.git8514d8e",
        debian_sha256 = "757434015723804fb27e0d4aa739fa93553209d947e3aba5637018129f636be8",
        remote = "https://gitlab.common-lisp.net/alexandria/alexandria.git",
    )
    lisp_source(
        name = "cl_ppcre",
        build_file = "//third_party/lisp:cl_ppcre.BUILD",
        commit = "a2ea581c23fdc184168423adbd4b4c1f48d42743",
        debian_archive = "cl-ppcre_20250606.gita2ea581.orig.tar.xz",
        debian_prefix = "cl-ppcre-20250606.gita2ea581",
        debian_sha256 = "b036c22088312baf54768a4945b213d51bea7fba18da6041a9ff3037f05b0851",
        remote = "https://github.com/edicl/cl-ppcre.git",
    )
    lisp_source(
        name = "trivial_gray_streams",
        build_file = "//third_party/lisp:trivial_gray_streams.BUILD",
        commit = "2b3823edbc78a450db4891fd2b566ca0316a7876",
        debian_archive = "cl-trivial-gray-streams_20210117.git2b3823e-1_all.deb",
        debian_prefix = "usr/share/common-lisp/source/cl-trivial-gray-streams",
        debian_sha256 = "7da33496baa7c6611a52e7c302fe7ffb083eefa5b047f2a2e876ebab0565be17",
        remote = "https://github.com/trivial-gray-streams/trivial-gray-streams.git",
    )
    lisp_source(
        name = "yason",
        build_file = "//third_party/lisp:yason.BUILD",
        debian_archive = "cl-yason_0.7.6.orig.tar.gz",
        debian_prefix = "yason-v0.7.6",
        debian_sha256 = "1332170b030067e2ea7119e8a18abb7778b89fd6a2163f808d80dbbd48b0ee01",
        sha256 = "1332170b030067e2ea7119e8a18abb7778b89fd6a2163f808d80dbbd48b0ee01",
        strip_prefix = "yason-v0.7.6",
        urls = ["https://beta.quicklisp.org/archive/yason/2016-02-08/yason-v0.7.6.tgz"],
    )
