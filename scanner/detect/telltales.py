"""Imported functions that tell what a program does besides: fetch functions by name, take requests, send them."""

from __future__ import annotations

from collections.abc import Mapping

_LOADS = (
    "dlopen dlmopen dlsym dlvsym android_dlopen_ext fdlopen lt_dlopen lt_dlopenext lt_dlsym g_module_open "
    "g_module_symbol GetProcAddress LoadLibraryA LoadLibraryW LoadLibraryExA LoadLibraryExW LdrLoadDll "
    "LdrGetProcedureAddress NSAddImage NSLookupSymbolInImage CFBundleGetFunctionPointerForName"
)
_LISTENS = (
    "listen HttpAddUrl FCGI_Accept FCGX_Accept FCGX_Accept_r MHD_start_daemon evhttp_bind_socket "
    "evhttp_bind_socket_with_handle evhttp_accept_socket mg_bind mg_http_listen soup_server_listen "
    "soup_server_listen_all soup_server_listen_local uv_listen"
)
"""POSIX listen(2), Windows HTTP Server API, FastCGI, and the server libraries of small devices: libmicrohttpd,
libevent, mongoose, libsoup, libuv."""
_CONNECTS = (
    "connect WSAConnect WSAConnectByNameA WSAConnectByNameW ConnectEx curl_easy_perform curl_multi_perform "
    "WinHttpConnect WinHttpSendRequest InternetConnectA InternetConnectW InternetOpenUrlA InternetOpenUrlW "
    "HttpSendRequestA HttpSendRequestW URLDownloadToFileA URLDownloadToFileW BIO_new_connect soup_session_send_message "
    "evhttp_make_request CFReadStreamCreateForHTTPRequest"
)

TELLTALES: Mapping[str, str] = {
    **dict.fromkeys(_LOADS.split(), "dynamic-loading"),
    **dict.fromkeys(_LISTENS.split(), "listens"),
    **dict.fromkeys(_CONNECTS.split(), "connects"),
}
"""Function → the identity that its importer is given. Never evidence: signatures are judged in its light."""
