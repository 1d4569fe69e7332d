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
	_, _ = w.Write(r.body) // a client that left is no fault of ours
}

// Reply gives the client something in place of the server's answer, which is
// empty where the request was lost.
type Reply func(w http.ResponseWriter, from response, silence wait)

func answer(status int, body string, header http.Header) Reply {
	return func(w http.ResponseWriter, _ response, _ wait) {
		response{status: status, header: header, body: []byte(body)}.write(w)
	}
}

// silent waits until the client hangs up, or the silence is ended, and closes the
// connection.
func silent(_ http.ResponseWriter, _ response, silence wait) {
	select {
	case <-silence.client:
	case <-silence.until:
	}
	panic(http.ErrAbortHandler)
}

// reset ends the connection with RST: nothing lingers.
func reset(w http.ResponseWriter, _ response, _ wait) {
	conn := take(w)
	if tcp := beneath(conn); tcp != nil {
		_ = tcp.SetLinger(0)
		conn = tcp // TLS would say goodbye
	}
	_ = conn.Close()
}

// empty ends the connection with FIN, and no byte before it.
func empty(w http.ResponseWriter, _ response, _ wait) { _ = take(w).Close() }

// truncated promises the whole body, and sends half of it.
func truncated(w http.ResponseWriter, from response, _ wait) {
	conn := take(w)
	defer conn.Close()
	fmt.Fprintf(conn, "HTTP/1.1 %d %s\r\n", from.status, http.StatusText(from.status))
	header := from.header.Clone()
	header.Set("Content-Length", strconv.Itoa(max(len(from.body), 2)))
	_ = header.Write(conn)
	_, _ = io.WriteString(conn, "\r\n")
	_, _ = conn.Write(from.body[:len(from.body)/2])
}

// take takes the connection away from the HTTP server, which would answer on it.
func take(w http.ResponseWriter) net.Conn {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler) // closes it at least
	}
	return conn
}

// beneath finds the TCP connection that others are wrapped around, nil where
// there is none.
func beneath(conn net.Conn) *net.TCPConn {
	for {
		if tcp, ok := conn.(*net.TCPConn); ok {
			return tcp
		}
		outer, ok := conn.(interface{ NetConn() net.Conn })
		if !ok {
			return nil
		}
		conn = outer.NetConn()
	}
}
