package driftjob_test

import (
	"context"
	"runtime"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/alertplan/alertplan/internal/driftjob"
)

// still has no jitter, and looks as the function says.
func still(look func(context.Context) driftjob.Look) *driftjob.Job {
	return &driftjob.Job{Every: 10 * time.Minute, Look: look}
}

func TestLooksAtTheInterval(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		start := time.Now()
		var at []time.Duration
		job := still(func(context.Context) driftjob.Look {
			at = append(at, time.Since(start))
			time.Sleep(time.Minute) // a look takes its time, and the interval stays
			return driftjob.Look{}
		})
		ended := make(chan struct{})
		go func() { job.Run(ctx); close(ended) }()
		time.Sleep(25 * time.Minute)
		stop()
		<-ended
		if want := []time.Duration{0, 10 * time.Minute, 20 * time.Minute}; !slices.Equal(at, want) {
			t.Errorf("looked at %v, want %v", at, want)
		}
	})
}

// A look that takes longer than the interval is followed by a pause all the same, and
// never by a second one beside it.
func TestALongLook(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		start, looking := time.Now(), 0
		var at []time.Duration
		job := still(func(context.Context) driftjob.Look {
			at = append(at, time.Since(start))
			if looking++; looking > 1 {
				t.Error("two looks at a time")
			}
			time.Sleep(25 * time.Minute)
			looking--
			return driftjob.Look{}
		})
		go job.Run(ctx)
		time.Sleep(60 * time.Minute)
		stop()
		synctest.Wait()
		if want := []time.Duration{0, 26 * time.Minute, 52 * time.Minute}; !slices.Equal(at, want) {
			t.Errorf("looked at %v, want %v", at, want)
		}
		time.Sleep(time.Hour) // the last one ends
	})
}

// A hundred jobs that begin at the same moment drift apart, and each looks as often as
// it should.
func TestAHundredJobsDontComeAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		start := time.Now()
		looks := make(chan time.Duration, 11000)
		for range 100 {
			job := still(func(context.Context) driftjob.Look {
				looks <- time.Since(start)
				return driftjob.Look{}
			})
			job.Jitter = time.Minute
			go job.Run(ctx)
		}
		time.Sleep(1005 * time.Minute) // a hundred intervals
		stop()
		synctest.Wait()
		close(looks)
		perSecond, first, all := map[time.Duration]int{}, 0, 0
		for at := range looks {
			perSecond[at/time.Second]++
			all++
			if at <= 10*time.Second {
				first++
			}
		}
		if first != 100 {
			t.Errorf("%d of the first looks came within ten seconds, want all hundred", first)
		}
		most := 0
		for second, n := range perSecond {
			if second > 10 {
				most = max(most, n)
			}
		}
		if most > 12 {
			t.Errorf("%d jobs look within one second", most)
		}
		if all < 9900 || all > 10300 {
			t.Errorf("%d looks of a hundred jobs in a hundred intervals", all)
		}
	})
}

// Being stopped breaks off a look, whose outcome then says nothing.
func TestStopping(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		done := 0
		job := still(func(ctx context.Context) driftjob.Look {
			<-ctx.Done()
			return driftjob.Look{Outcome: driftjob.Unreachable}
		})
		job.Done = func(context.Context, driftjob.Run) { done++ }
		ended := make(chan struct{})
		go func() { job.Run(ctx); close(ended) }()
		time.Sleep(time.Second)
		stop()
		<-ended
		if done != 0 || job.Looked() {
			t.Error("a look that was broken off counts")
		}
	})
}

func TestAlive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		hang := make(chan struct{})
		looks := 0
		job := still(func(context.Context) driftjob.Look {
			if looks++; looks == 3 {
				<-hang
			}
			return driftjob.Look{Outcome: driftjob.Unreachable} // which is no reason to be ended
		})
		if job.Alive() || job.Looked() {
			t.Error("alive before it has begun")
		}
		go job.Run(ctx)
		for minute := range 21 {
			synctest.Wait()
			if !job.Alive() || !job.Looked() {
				t.Fatalf("minute %d: alive %t, looked %t", minute, job.Alive(), job.Looked())
			}
			time.Sleep(time.Minute)
		}
		time.Sleep(10 * time.Minute)
		if !job.Alive() {
			t.Error("a look that takes ten minutes hangs")
		}
		time.Sleep(time.Hour)
		if job.Alive() {
			t.Error("a look that hangs for an hour is alive")
		}
		close(hang)
		synctest.Wait()
		if !job.Alive() {
			t.Error("it goes on, and is not alive")
		}
		stop()
	})
}

// A thousand looks leave nothing behind.
func TestNothingGathers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		var memory driftjob.Memory
		looks := 0
		job := still(func(context.Context) driftjob.Look {
			looks++
			return driftjob.Look{Outcome: driftjob.Drift, Workspace: "soc", Objects: objects(looks, 50)}
		})
		job.Done = func(_ context.Context, run driftjob.Run) {
			if news := memory.Note(run, driftjob.Patience{Failures: 3}); news != nil {
				memory.Keep(news) // nobody hears it
			}
		}
		go job.Run(ctx)
		heap := func() uint64 {
			var m runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&m)
			return m.HeapAlloc
		}
		time.Sleep(100*10*time.Minute - time.Minute)
		synctest.Wait()
		early, goroutines := heap(), runtime.NumGoroutine()
		time.Sleep(1000 * 10 * time.Minute)
		synctest.Wait()
		if late := heap(); late > early+early/4 {
			t.Errorf("%d bytes after 100 looks, %d after 1,100", early, late)
		}
		if n := runtime.NumGoroutine(); n > goroutines {
			t.Errorf("%d goroutines after 100 looks, %d after 1,100", goroutines, n)
		}
		if looks != 1100 {
			t.Errorf("%d looks", looks)
		}
	})
}
