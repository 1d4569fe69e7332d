package faults

import (
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"strconv"
)

// response is a server's whole answer.
type response struct {
	status int
	header http.Header
	body   []byte
}

func (r response) write(w http.ResponseWriter) {
	maps.Copy(w.Header(), r.header)
	w.WriteHeader(r.status)
	w.Write(r.body)
}

// Reply gives the client something in place of the server's answer, which is
// empty where the request was lost.
type Reply func(w http.ResponseWriter, from response)

func answer(status int, body string, header http.Header) Reply {
	return func(w http.ResponseWriter, _ response) {
		response{status: status, header: header, body: []byte(body)}.write(w)
	}
}

// reset ends the connection with RST: nothing lingers.
func reset(w http.ResponseWriter, _ response) {
	conn := take(w)
	if tcp, ok := conn.(*net.TCPConn); ok {
		tcp.SetLinger(0)
	}
	conn.Close()
}

// empty ends the connection with FIN, and no byte before it.
func empty(w http.ResponseWriter, _ response) { take(w).Close() }

// truncated promises the whole body, and sends half of it.
func truncated(w http.ResponseWriter, from response) {
	conn := take(w)
	defer conn.Close()
	fmt.Fprintf(conn, "HTTP/1.1 %d %s\r\n", from.status, http.StatusText(from.status))
	header := from.header.Clone()
	header.Set("Content-Length", strconv.Itoa(max(len(from.body), 2)))
	header.Write(conn)
	io.WriteString(conn, "\r\n")
	conn.Write(from.body[:len(from.body)/2])
}

// take takes the connection away from the HTTP server, which would answer on it.
func take(w http.ResponseWriter) net.Conn {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler) // closes it at least
	}
	return conn
}
