package main

import (
	"context"
)

// clearScreen puts the cursor at the top of a terminal that is empty from there on.
const clearScreen = "\033[H\033[2J\033[3J"

// watchStatus looks again and again, until it is interrupted. A look that fails is told,
// and followed by others.
func (a *app) watchStatus(ctx context.Context, o *statusOptions, look *statusLook) error {
	for {
		s, err := look.once(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if a.progress {
			a.out.Write([]byte(clearScreen))
		}
		now := s.Now
		if err != nil {
			now = a.clock.Now()
			a.messages.Error(err)
			a.messages.Advise(adviceOn(err))
		} else {
			a.human.Status(s)
		}
		a.human.WatchFooter(now, o.every)
		a.out.Flush()
		a.err.Flush()
		if a.clock.Wait(ctx, o.every) != nil {
			return nil
		}
	}
}
