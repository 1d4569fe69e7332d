package kept

import (
	"bytes"
	"fmt"
)

const (
	branchElement = 16 // pos, ksize, pgid
	leafElement   = 16 // flags, pos, ksize, vsize
	bucketHead    = 16 // root, sequence

	branchPage = 0x01
	leafPage   = 0x02
	bucketLeaf = 0x01
)

// mostLevels is how many pages may lie above one: a tree that is deeper is none.
const mostLevels = 64

// place is where a page lies: how deep, and between which keys those on it must be. A
// nil key is no limit.
type place struct {
	level    int
	from, to []byte
}

// takes tells whether a key may be the next one on the page; the place is what is
// left for those after it.
func (at *place) takes(key []byte, isFirst bool) bool {
	c := bytes.Compare(at.from, key)
	fits := (at.from == nil || c < 0 || isFirst && c == 0) && (at.to == nil || bytes.Compare(key, at.to) < 0)
	at.from = key
	return fits
}

// tree checks a page and those below it. It returns the last key.
func (p *pages) tree(id uint64, at place) ([]byte, error) {
	data, flags, count, err := p.page(id)
	if err != nil {
		return nil, err
	}
	if at.level > mostLevels {
		return nil, fmt.Errorf("page %d lies too deep", id)
	}
	if flags == leafPage {
		return p.leaf(leaf{data, count, id}, at)
	}
	if flags != branchPage || count == 0 || pageHead+count*branchElement > len(data) {
		return nil, fmt.Errorf("page %d is of no kind", id)
	}
	keys, err := branchKeys(data, count, id)
	if err != nil {
		return nil, err
	}
	for i, key := range keys {
		if !at.takes(key, i == 0) {
			return nil, unsorted(id)
		}
		below := place{at.level + 1, key, at.to}
		if i+1 < count {
			below.to = keys[i+1]
		}
		last, err := p.tree(machine.Uint64(data[pageHead+i*branchElement+8:]), below)
		if err != nil {
			return nil, err
		}
		if last != nil {
			at.from = last
		}
	}
	return at.from, nil
}

func unsorted(id uint64) error { return fmt.Errorf("page %d has keys that aren't in order", id) }

// branchKeys are the keys of a page that leads to others.
func branchKeys(data []byte, count int, id uint64) ([][]byte, error) {
	keys := make([][]byte, count)
	for i := range keys {
		at := pageHead + i*branchElement
		from := uint64(at) + uint64(machine.Uint32(data[at:]))
		end := from + uint64(machine.Uint32(data[at+4:]))
		if end > uint64(len(data)) {
			return nil, fmt.Errorf("page %d has a key beyond its end", id)
		}
		keys[i] = data[from:end]
	}
	return keys, nil
}

// leaf is a page of keys and values, or one inside of a value.
type leaf struct {
	data  []byte
	count int
	id    uint64
}

func (p *pages) leaf(l leaf, within place) ([]byte, error) {
	if pageHead+l.count*leafElement > len(l.data) {
		return nil, fmt.Errorf("page %d has no room for its keys", l.id)
	}
	var last []byte
	for i := range l.count {
		at := pageHead + i*leafElement
		e := l.data[at:]
		keySize, size := uint64(machine.Uint32(e[8:])), uint64(machine.Uint32(e[12:]))
		from := uint64(at) + uint64(machine.Uint32(e[4:]))
		if from+keySize+size > uint64(len(l.data)) {
			return nil, fmt.Errorf("page %d has a value beyond its end", l.id)
		}
		last = l.data[from : from+keySize]
		if !within.takes(last, i == 0) {
			return nil, unsorted(l.id)
		}
		if machine.Uint32(e)&bucketLeaf == 0 {
			continue
		}
		if err := p.bucket(l.data[from+keySize:from+keySize+size], l.id, within.level); err != nil {
			return nil, err
		}
	}
	return last, nil
}

// bucket checks a bucket: a tree of its own, or a leaf in the value itself.
func (p *pages) bucket(value []byte, id uint64, level int) error {
	if len(value) < bucketHead {
		return fmt.Errorf("page %d has a bucket that is cut", id)
	}
	if root := machine.Uint64(value); root != 0 {
		_, err := p.tree(root, place{level: level + 1})
		return err
	}
	inner := value[bucketHead:]
	if len(inner) < pageHead || machine.Uint16(inner[8:]) != leafPage || level > mostLevels {
		return fmt.Errorf("page %d has a bucket that is cut", id)
	}
	_, err := p.leaf(leaf{inner, int(machine.Uint16(inner[10:])), id}, place{level: level + 1})
	return err
}
