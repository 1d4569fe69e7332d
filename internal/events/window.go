package events

import (
	"bytes"
	"fmt"
	"io"
)

// window is the part of an input that is in memory.
type window struct {
	in         io.Reader
	buf        []byte
	start, end int
	line       int // of buf[start]
	limit      int // how much may be in memory at once
	eof        bool
	err        error // of reading, io.EOF apart
}

const firstWindow = 256 << 10

// data is what has been read and not consumed.
func (w *window) data() []byte { return w.buf[w.start:w.end] }

// consume steps over n bytes and counts their lines.
func (w *window) consume(n int) {
	w.line += bytes.Count(w.buf[w.start:w.start+n], newline)
	w.start += n
}

var newline = []byte{'\n'}

// more reads on. It tells whether there is anything new; false at the end, after
// an error, and where the limit is reached (then full tells so).
func (w *window) more() bool {
	if w.eof || w.err != nil {
		return false
	}
	if w.start > 0 {
		w.end = copy(w.buf, w.data())
		w.start = 0
	}
	if w.end == len(w.buf) {
		if len(w.buf) >= w.limit {
			return false
		}
		grown := make([]byte, min(max(2*len(w.buf), firstWindow), max(w.limit, 1)))
		copy(grown, w.buf[:w.end])
		w.buf = grown
	}
	return w.read()
}

func (w *window) read() bool {
	for range 100 {
		n, err := w.in.Read(w.buf[w.end:])
		w.end += n
		switch {
		case err == io.EOF:
			w.eof = true
		case err != nil:
			w.err = fmt.Errorf("reading stopped: %w", err)
		}
		if n > 0 || err != nil {
			return n > 0
		}
	}
	w.err = io.ErrNoProgress
	return false
}

// full tells that more gave nothing because the limit is reached.
func (w *window) full() bool { return !w.eof && w.err == nil }

// space steps over white space and gives the next byte; false at the end.
func (w *window) space() (byte, bool) {
	for {
		for i, c := range w.data() {
			if c != ' ' && c != '\n' && c != '\r' && c != '\t' {
				w.consume(i)
				return c, true
			}
		}
		w.consume(len(w.data()))
		if !w.more() {
			return 0, false
		}
	}
}

// nextLine steps to the next line whose first byte begins a value; false where
// there is none.
func (w *window) nextLine() bool {
	for {
		data := w.data()
		i := bytes.IndexByte(data, '\n')
		switch {
		case i < 0:
			w.consume(len(data))
			if !w.more() {
				return false
			}
		case i+1 < len(data):
			w.consume(i + 1)
			if c := w.buf[w.start]; c == '{' || c == '[' {
				return true
			}
		default:
			w.consume(i) // keep the line break: it may be followed by more
			if !w.more() {
				return false
			}
		}
	}
}
