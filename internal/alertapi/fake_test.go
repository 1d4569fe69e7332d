package alertapi_test

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"sync/atomic"
	"testing"

	"github.com/alertplan/alertplan/internal/alertapi"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/monitors"
)

func client(t *testing.T, cfg alertapi.Config) *alertapi.Client {
	t.Helper()
	if cfg.Clock == nil { // tests of what is sent again say so
		cfg.Patience = -1
	}
	c, err := alertapi.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func aMonitor() monitors.Monitor {
	return monitors.Monitor{
		Name: "Console login", Enabled: true,
		Schedule: monitors.Schedule{Interval: &monitors.Interval{Value: 5, Unit: monitors.Minutes}},
		Input:    &monitors.Search{Indices: []string{"cwl-*"}, Body: orderedjson.NewObject()},
	}
}

// rawServer answers each request with what finish does to its connection, and
// counts the requests.
type rawServer struct {
	listener net.Listener
	requests atomic.Int64
}

func newRawServer(t *testing.T, finish func(*net.TCPConn)) *rawServer {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &rawServer{listener: listener}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go s.serve(conn.(*net.TCPConn), finish)
		}
	}()
	return s
}

func (s *rawServer) serve(conn *net.TCPConn, finish func(*net.TCPConn)) {
	defer conn.Close()
	in := bufio.NewReader(conn)
	for {
		req, err := http.ReadRequest(in)
		if err != nil {
			return
		}
		io.Copy(io.Discard, req.Body)
		s.requests.Add(1)
		finish(conn)
	}
}

func (s *rawServer) url() string { return "http://" + s.listener.Addr().String() }

func answer503(conn *net.TCPConn) {
	io.WriteString(conn, "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n")
}

func reset(conn *net.TCPConn) {
	conn.SetLinger(0)
	conn.Close()
}

func closeWithoutAnswer(conn *net.TCPConn) { conn.Close() }

func breakOff(conn *net.TCPConn) {
	io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"_id\":")
	conn.Close()
}

// garbage is what a server of another kind says.
func garbage(conn *net.TCPConn) {
	io.WriteString(conn, "SSH-2.0-OpenSSH_9.6\r\n\r\n")
	conn.Close()
}
