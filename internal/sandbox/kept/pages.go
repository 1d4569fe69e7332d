package kept

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"math/bits"
	"os"
)

// bbolt trusts its pages. One that is garbled makes it panic, one that points to
// itself makes it run until the stack is full, and what it looks at beside in a
// goroutine of its own can't be caught at all. So each page is looked at before bbolt
// does.

const (
	pageHead     = 16 // id, flags, count, overflow
	freelistPage = 0x10

	metaSize  = 64
	metaMagic = 0xED0CDAED
	// noFreelist says in a meta page that the free pages aren't listed.
	noFreelist = ^uint64(0)
)

// machine is the order of bytes: bbolt writes memory as it is.
var machine = binary.NativeEndian

// meta is what a meta page says.
type meta struct {
	pageSize               uint32
	root, freelist, top, n uint64 // n is the transaction's number
}

// pages walks over all pages of a file.
type pages struct {
	file *os.File
	meta
	seen []uint64 // a bit a page
}

// checkPages tells what is wrong with the pages of a file.
func checkPages(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	p := &pages{file: file}
	if err := p.readMeta(); err != nil {
		return err
	}
	if uint64(info.Size())/uint64(p.pageSize) < p.top {
		return fmt.Errorf("it is cut: %d bytes of %d", info.Size(), p.top*uint64(p.pageSize))
	}
	p.seen = make([]uint64, p.top/64+1)
	p.mark(0)
	p.mark(1)
	if _, err := p.tree(p.root, place{}); err != nil {
		return err
	}
	return p.free()
}

// readMeta picks the younger of the two meta pages that are whole, as bbolt does.
func (p *pages) readMeta() error {
	head := make([]byte, pageHead+metaSize)
	found := false
	at := int64(0)
	for range 2 {
		if _, err := p.file.ReadAt(head, at); err != nil {
			break
		}
		m, ok := parseMeta(head[pageHead:])
		if ok && (!found || m.n > p.n) {
			p.meta, found = m, true
		}
		at = int64(os.Getpagesize())
		if ok {
			at = int64(m.pageSize)
		}
	}
	if !found {
		return errors.New("it has no beginning")
	}
	return nil
}

func parseMeta(b []byte) (meta, bool) {
	h := fnv.New64a()
	_, _ = h.Write(b[:metaSize-8])
	m := meta{pageSize: machine.Uint32(b[8:]), root: machine.Uint64(b[16:]), freelist: machine.Uint64(b[32:]),
		top: machine.Uint64(b[40:]), n: machine.Uint64(b[48:])}
	sane := bits.OnesCount32(m.pageSize) == 1 && m.pageSize >= 512 && m.pageSize <= 1<<16 && m.top < 1<<40
	return m, sane && machine.Uint32(b) == metaMagic && machine.Uint64(b[56:]) == h.Sum64()
}

// mark notes that a page is in use, and tells whether it was not before.
func (p *pages) mark(id uint64) bool {
	if id >= p.top || p.seen[id/64]&(1<<(id%64)) != 0 {
		return false
	}
	p.seen[id/64] |= 1 << (id % 64)
	return true
}

// page reads a page with those that it overflows into.
func (p *pages) page(id uint64) (data []byte, flags uint16, count int, err error) {
	wrong := func(why string) ([]byte, uint16, int, error) {
		return nil, 0, 0, fmt.Errorf("page %d %s", id, why)
	}
	if !p.mark(id) {
		return wrong("is used twice, or lies beyond the end")
	}
	head := make([]byte, pageHead)
	if _, err := p.file.ReadAt(head, int64(id)*int64(p.pageSize)); err != nil {
		return nil, 0, 0, err
	}
	overflow := uint64(machine.Uint32(head[12:]))
	if machine.Uint64(head) != id || id+overflow >= p.top {
		return wrong("is another one")
	}
	for n := range overflow {
		if !p.mark(id + 1 + n) {
			return wrong("overflows into another")
		}
	}
	data = make([]byte, (overflow+1)*uint64(p.pageSize))
	if _, err := p.file.ReadAt(data, int64(id)*int64(p.pageSize)); err != nil && !errors.Is(err, io.EOF) {
		return nil, 0, 0, err
	}
	return data, machine.Uint16(head[8:]), int(machine.Uint16(head[10:])), nil
}

// free checks the list of free pages: none of them may be in use.
func (p *pages) free() error {
	if p.freelist == noFreelist {
		return nil
	}
	data, flags, count, err := p.page(p.freelist)
	if err != nil {
		return err
	}
	data = data[pageHead:]
	n := uint64(count)
	if count == 0xFFFF { // the first element is the count
		n, data = machine.Uint64(data), data[8:]
	}
	if flags != freelistPage || n > uint64(len(data)/8) {
		return fmt.Errorf("page %d is no list of free pages", p.freelist)
	}
	for i := range n {
		if id := machine.Uint64(data[i*8:]); !p.mark(id) {
			return fmt.Errorf("page %d is both free and in use", id)
		}
	}
	return nil
}
