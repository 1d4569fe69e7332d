package events

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// source is one file, or what stands for one.
type source struct {
	name string
	open func() (io.ReadCloser, error)
}

// Open reads files one after another. They are opened when they are read; one
// that can't be is a problem of Err.
func Open(o Options, paths ...string) *Reader {
	r := &Reader{options: o}
	for _, p := range paths {
		r.sources = append(r.sources, source{p, func() (io.ReadCloser, error) { return os.Open(p) }})
	}
	return r
}

// OpenFS is Open in a file system.
func OpenFS(fsys fs.FS, o Options, names ...string) *Reader {
	r := &Reader{options: o}
	for _, n := range names {
		r.sources = append(r.sources, source{n, func() (io.ReadCloser, error) { return fsys.Open(n) }})
	}
	return r
}

// New reads from a stream; file is what problems call it.
func New(file string, in io.Reader, o Options) *Reader {
	open := func() (io.ReadCloser, error) { return io.NopCloser(in), nil }
	return &Reader{options: o, sources: []source{{file, open}}}
}

func (r *Reader) source(s source, yield func(Raw) bool) bool {
	in, err := s.open()
	if err != nil {
		r.err.add(Problem{Text: err.Error()})
		return true
	}
	defer in.Close()
	plain, err := decompress(in)
	if err != nil {
		r.err.add(Problem{s.name, 0, err.Error()})
		return true
	}
	r.split = splitter{window: window{in: plain, limit: r.options.MaxEvent, line: 1}}
	r.bulk = bulk{}
	return r.values(s.name, yield)
}

var byteOrderMark = []byte("\xef\xbb\xbf")

// maxLayers is how often a file may be gzipped: once by the service that wrote
// it, once more by who stored it.
const maxLayers = 3

// decompress undoes gzip, told by its first bytes, and drops a byte order mark.
func decompress(in io.Reader) (io.Reader, error) {
	for layer := 0; ; layer++ {
		b := bufio.NewReaderSize(in, 64<<10)
		head, err := b.Peek(3)
		if err != nil && err != io.EOF {
			return nil, err
		}
		switch {
		case bytes.Equal(head, byteOrderMark):
			_, err := b.Discard(len(byteOrderMark))
			return b, err
		case !bytes.HasPrefix(head, []byte{0x1f, 0x8b}):
			return b, nil
		case layer == maxLayers:
			return nil, fmt.Errorf("gzipped more than %d times", maxLayers)
		}
		if in, err = gzip.NewReader(b); err != nil {
			return nil, fmt.Errorf("gzip: %w", err)
		}
	}
}
