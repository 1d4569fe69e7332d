package crash_test

import (
	"errors"
	"strings"
	"testing"

	"golang.org/x/sync/errgroup"

	"github.com/alertplan/alertplan/internal/crash"
)

func TestAPanicIsCarriedToWhoWaits(t *testing.T) {
	var group errgroup.Group
	group.Go(crash.Carry(func() error { panicHere(); return nil }))
	err := group.Wait()
	func() {
		defer func() {
			p := crash.Of(recover())
			if p.Value != "no" || !strings.Contains(string(p.Stack), "panicHere") || strings.Contains(err.Error(), "no ") {
				t.Errorf("%v, %s", p.Value, p.Stack)
			}
		}()
		crash.Again(err)
	}()
	none := errors.New("none")
	crash.Again(none)
	crash.Again(crash.Carry(func() error { return nil })())
	if got := crash.Carry(func() error { return none })(); got != none {
		t.Errorf("got %v", got)
	}
}

func panicHere() { panic("no") }
