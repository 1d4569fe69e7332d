package rest

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
)

// TolerantListener wraps the connections of a listener for an http.Server. net/http
// answers a malformed escape in a path itself, in plain text; the real server's
// router has an answer of its own. So such a request line is replaced by one for
// "/", and a header takes the target that was sent to the router.
func TolerantListener(l net.Listener) net.Listener { return tolerantListener{l} }

type tolerantListener struct{ net.Listener }

func (l tolerantListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &tolerantConn{Conn: c, in: bufio.NewReader(c)}, nil
}

// section is a part of a request.
type section int

const (
	requestLine section = iota
	headerLines
	plainBody   // of a known length
	chunkLength // a line with the length of a chunk
	chunkData
	trailers
)

// tolerantConn follows the requests on a connection, to know where each begins.
type tolerantConn struct {
	net.Conn
	in      *bufio.Reader
	section section
	// line is an incomplete line, kept over a read that was interrupted.
	line []byte
	// left is what is to come of a body or chunk.
	left int64
	// chunked tells that the body is sent in chunks.
	chunked bool
	// out is what was read and not yet handed on.
	out []byte
}

// maxLine bounds a line that is looked at; longer ones are handed on in parts.
const maxLine = 1 << 16

// Read hands the requests on, malformed targets replaced.
func (c *tolerantConn) Read(p []byte) (int, error) {
	if len(c.out) == 0 && (c.section == plainBody || c.section == chunkData) {
		return c.readBody(p)
	}
	for len(c.out) == 0 {
		if err := c.readLine(); err != nil {
			return 0, err
		}
	}
	n := copy(p, c.out)
	c.out = c.out[n:]
	return n, nil
}

func (c *tolerantConn) readBody(p []byte) (int, error) {
	if int64(len(p)) > c.left {
		p = p[:c.left]
	}
	n, err := c.in.Read(p)
	if c.left -= int64(n); c.left == 0 {
		c.section = requestLine
		if c.chunked {
			c.section = chunkLength
		}
	}
	return n, err
}

// readLine reads a whole line into out, and works out what follows it.
func (c *tolerantConn) readLine() error {
	for {
		part, err := c.in.ReadSlice('\n')
		c.line = append(c.line, part...)
		if err == nil || len(c.line) > maxLine {
			break
		}
		if err != bufio.ErrBufferFull {
			if err == io.EOF && len(c.line) > 0 {
				break
			}
			return err
		}
	}
	line := c.line
	c.line = nil
	c.out = line
	c.follow(string(line))
	return nil
}

// NetConn is the connection beneath, for those who end it their own way.
func (c *tolerantConn) NetConn() net.Conn { return c.Conn }

// follow goes to the section behind a line.
func (c *tolerantConn) follow(line string) {
	text := strings.TrimRight(line, "\r\n")
	switch c.section {
	case requestLine:
		if text == "" {
			return
		}
		c.section, c.left, c.chunked = headerLines, 0, false
		c.out = []byte(replaceTarget(line))
	case headerLines:
		c.header(text)
	case chunkLength:
		if text == "" { // the line break behind a chunk
			return
		}
		digits, _, _ := strings.Cut(text, ";")
		n, err := strconv.ParseInt(strings.TrimSpace(digits), 16, 64)
		if c.section = chunkData; err != nil || n <= 0 {
			c.section = trailers
		}
		c.left = n
	case trailers:
		if text == "" {
			c.section = requestLine
		}
	}
}

func (c *tolerantConn) header(text string) {
	if text == "" {
		switch {
		case c.chunked:
			c.section = chunkLength
		case c.left > 0:
			c.section = plainBody
		default:
			c.section = requestLine
		}
		return
	}
	name, value, _ := strings.Cut(text, ":")
	value = strings.TrimSpace(value)
	switch http.CanonicalHeaderKey(name) {
	case targetHeader:
		c.out = nil // nobody may say that a request is for something else
	case "Content-Length":
		c.left, _ = strconv.ParseInt(value, 10, 64) // net/http refuses what is no number
	case "Transfer-Encoding":
		c.chunked = strings.EqualFold(value, "chunked")
	}
}

// replaceTarget puts "/" in place of a target with a malformed escape, and the
// target into a header.
func replaceTarget(line string) string {
	method, rest, _ := strings.Cut(line, " ")
	target, version, ok := strings.Cut(rest, " ")
	path, _, _ := strings.Cut(target, "?")
	if !ok || !strings.HasPrefix(path, "/") {
		return line
	}
	if _, err := decode(path); err == nil {
		return line
	}
	return fmt.Sprintf("%s / %s%s: %s\r\n", method, version, targetHeader, target)
}
