package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/alertplan/alertplan/internal/faults"
	"github.com/alertplan/alertplan/internal/soak"
)

// mishap is what a run goes through.
type mishap struct {
	name   string
	weight int
	change soak.Change
	make   func(*life) during
	kept   bool // it needs a server that can be restarted
}

// during is what was to be seen of it.
type during struct {
	what  string // for people
	said  string // by the program
	wants []map[string]soak.Want
	wrong []string
}

var mishaps = []mishap{
	{name: "killed", weight: 50, change: soak.Anything, make: (*life).killed},
	{name: "broken", weight: 20, change: soak.Anything, make: (*life).broken},
	{name: "outlasted", weight: 12, change: soak.Anything, make: (*life).outlasted},
	{name: "interrupted", weight: 5, change: soak.Anything, make: (*life).interrupted},
	{name: "two at once", weight: 14, change: soak.Calm, make: (*life).twoAtOnce},
	{name: "restarted", weight: 250, change: soak.Anything, make: (*life).restarted, kept: true},
}

func (l *life) chooseMishap() mishap {
	var can []mishap
	sum := 0
	for _, m := range mishaps {
		if !m.kept || l.kept != nil {
			can, sum = append(can, m), sum+m.weight
		}
	}
	at := l.IntN(sum)
	for _, m := range can {
		if at -= m.weight; at < 0 {
			return m
		}
	}
	panic("no mishap")
}

// judgeWords holds what a command printed to how it ended.
func (d *during) judgeWords(got result) {
	d.said += got.String()
	text := got.stdout + got.stderr
	switch {
	case strings.Contains(text, "panic:") || strings.Contains(text, "goroutine "):
		d.wrong = append(d.wrong, "it panicked")
	case got.code == 0 && strings.Contains(text, "✗"), got.code > 0 && strings.Contains(text, "Apply complete"):
		d.wrong = append(d.wrong, "the exit status does not say what the words say")
	case got.code > 0 && !strings.Contains(text, "✗") && !strings.Contains(text, "Error: ") && !strings.Contains(text, "Apply done, but not seen to be"):
		d.wrong = append(d.wrong, "it failed without a reason")
	}
}

func (l *life) wantsNow() []map[string]soak.Want { return []map[string]soak.Want{l.world.Wants()} }

// changed is about how many objects a step writes.
func (l *life) changed() int {
	n := 0
	was, is := l.before.Wants[0], l.world.Wants()
	for tag, want := range is {
		if was[tag].Source != want.Source {
			n++
		}
	}
	for tag := range was {
		if _, there := is[tag]; !there {
			n++
		}
	}
	return n
}

func isWrite(r faults.Request) bool {
	return r.Method != "GET" && r.Method != "HEAD" && !strings.HasSuffix(r.Path, "/_search") && !strings.Contains(r.Path, "_execute")
}

// killed applies in a process that is killed: mostly at a request, before the server
// has it, meanwhile, or when it is done.
func (l *life) killed() during {
	d := during{wants: l.wantsNow()}
	var p *process
	started := make(chan struct{})
	kill := func() {
		<-started
		p.kill()
	}
	hits := []faults.Fault{
		{Name: "kill before", Before: kill, Lost: true, Reply: faults.ResetBefore().Reply},
		{Name: "kill meanwhile", Before: kill},
		{Name: "kill after", After: kill, Reply: faults.ResetBefore().Reply},
	}
	rule := faults.Rule{Fault: hits[l.IntN(3)]}
	after := time.Duration(0)
	switch l.IntN(10) {
	case 0:
		after = time.Duration(15+l.IntN(60)) * time.Millisecond
		d.what = fmt.Sprintf("killed after %s", after)
	case 1, 2:
		rule.Nth = 1 + l.IntN(8+2*l.changed())
		d.what = fmt.Sprintf("%s of the %d. request", rule.Fault.Name, rule.Nth)
	default:
		rule.Nth, rule.Chosen = 1+l.IntN(1+l.changed()), isWrite
		d.what = fmt.Sprintf("%s of the %d. write", rule.Fault.Name, rule.Nth)
	}
	if after == 0 {
		l.proxy.Break(rule)
	}
	if l.IntN(2) == 0 {
		d.what += ", " + l.breakSome(1+l.IntN(2))
	}
	p = l.startProcess(l.dir, "apply", l.applyArgs()...)
	close(started)
	if after > 0 {
		timer := time.AfterFunc(after, kill)
		defer timer.Stop()
	}
	got := p.end()
	if got.code < 0 {
		l.tally.Kill()
	}
	d.judgeWords(got)
	return d
}

// broken applies while requests fail.
func (l *life) broken() during {
	d := during{wants: l.wantsNow(), what: l.breakSome(1 + l.IntN(4))}
	d.judgeWords(l.do("apply", l.applyArgs()...))
	return d
}

// outlasted applies while requests fail that may be sent again, and for a while only: that
// is done in one run.
func (l *life) outlasted() during {
	d := during{wants: l.wantsNow(), what: l.breakOf(passing(), 1+l.IntN(4))}
	l.pace = 5 // a busy machine is no reason to give up
	got := l.do("apply", l.applyArgs()...)
	l.pace = 0
	if got.code != 0 {
		d.wrong = append(d.wrong, "what passes was not outlasted")
	}
	d.judgeWords(got)
	return d
}

// interrupted applies until somebody presses ^C.
func (l *life) interrupted() during {
	ctx, cancel := context.WithCancel(l.t.Context())
	defer cancel()
	n := 1 + l.IntN(1+l.changed())
	l.proxy.Break(faults.Rule{Chosen: isWrite, Nth: n, Fault: faults.Fault{Name: "interrupt", Before: cancel}})
	d := during{wants: l.wantsNow(), what: fmt.Sprintf("interrupted at the %d. write", n)}
	d.judgeWords(l.runUntil(ctx, "apply", l.applyArgs()...))
	return d
}

// twoAtOnce applies two configurations at the same time, in two processes.
func (l *life) twoAtOnce() during {
	l.tally.Pair()
	other, kind := l.otherWorld()
	dir := l.t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "main.hcl"), []byte(other.HCL()), 0o600); err != nil {
		l.t.Fatal(err)
	}
	d := during{wants: append(l.wantsNow(), other.Wants()), what: "two at once, " + kind + ", other configuration:\n" + other.HCL()}
	slow := l.IntN(12)
	l.proxy.Break(faults.Rule{Chosen: isWrite, Nth: 1, Times: 1 << 30, Fault: faults.Fault{Name: "latency", Before: func() {
		time.Sleep(time.Duration(time.Now().UnixNano()%int64(1+slow)) * time.Millisecond)
	}}})
	gap := time.Duration(l.IntN(40)) * time.Millisecond
	first := l.startProcess(l.dir, "apply", l.applyArgs()...)
	time.Sleep(gap)
	second := l.startProcess(dir, "apply", l.applyArgs()...)
	// Of what both make, only what is equal can be told apart afterwards from a copy that
	// somebody has made, and a legacy destination not even then: docs/ownership.md.
	killed := l.IntN(2) == 0 && kind == "the same" && !l.manners.Legacy
	if killed {
		timer := time.AfterFunc(time.Duration(20+l.IntN(60))*time.Millisecond, []*process{first, second}[l.IntN(2)].kill)
		defer timer.Stop()
	}
	both := []result{first.end(), second.end()}
	conflicts := 0
	for _, got := range both {
		d.judgeWords(got)
		if got.code < 0 {
			l.tally.Kill()
		}
		if got.code != 0 {
			conflicts++
		}
	}
	if !killed {
		l.rest()
		judge, options := soak.Judge, d.wants
		if conflicts > 0 { // what both left out for the other's sake is as it was
			judge, options = soak.JudgeUnfinished, append(append([]map[string]soak.Want{}, d.wants...), l.before.Wants...)
		}
		d.wrong = append(d.wrong, judge(l.look(), l.others, options...)...)
	}
	return d
}

// otherWorld is what somebody else has made of the same files.
func (l *life) otherWorld() (w *soak.World, kind string) {
	w = l.world.Clone()
	switch l.IntN(3) {
	case 0:
		return w, "the same"
	case 1:
		w.Edit()
		return w, "with other values"
	default:
		w.Step(soak.Calm)
		return w, "a step further"
	}
}

// restarted applies while the server is restarted.
func (l *life) restarted() during {
	d := during{wants: l.wantsNow()}
	how, told := os.Signal(syscall.SIGKILL), "crash"
	if l.IntN(2) == 0 {
		how, told = syscall.SIGTERM, "stop"
	}
	l.proxy.Unreachable = []faults.Fault{{}, faults.ResetBefore()}[l.IntN(2)]
	restart := func() {
		l.kept.stop(how)
		l.kept.start()
		l.tally.Restart()
	}
	hits := []faults.Fault{
		{Name: "restart before", Before: restart},
		{Name: "restart after", After: restart},
		{Name: "restart after", After: restart, Reply: faults.ResetBefore().Reply},
	}
	rule := faults.Rule{Fault: hits[l.IntN(3)], Nth: 1 + l.IntN(1+l.changed()), Chosen: isWrite}
	if l.IntN(5) == 0 {
		rule.Chosen = nil
	}
	l.proxy.Break(rule)
	d.what = fmt.Sprintf("%s (%s) of the %d. request (writes: %t)", rule.Fault.Name, told, rule.Nth, rule.Chosen != nil)
	p := l.startProcess(l.dir, "apply", l.applyArgs()...)
	if l.IntN(4) == 0 {
		timer := time.AfterFunc(time.Duration(20+l.IntN(150))*time.Millisecond, p.kill)
		defer timer.Stop()
	}
	got := p.end()
	if got.code < 0 {
		l.tally.Kill()
	}
	d.judgeWords(got)
	return d
}
