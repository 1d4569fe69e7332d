package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/alertapi"
	"github.com/alertplan/alertplan/internal/apply"
	"github.com/alertplan/alertplan/internal/backup"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/view"
	"github.com/alertplan/alertplan/internal/wire"
)

const (
	envBackupDir = "ALERTPLAN_BACKUP_DIR"

	// noBackups is what --backup-dir says where nothing is to be kept.
	noBackups = "none"

	day = 24 * time.Hour
)

// backupsOption says where backups lie.
type backupsOption struct{ dir string }

func (o *backupsOption) addFlag(c *cobra.Command, usage string) {
	c.Flags().StringVar(&o.dir, "backup-dir", "", usage)
	c.MarkFlagDirname("backup-dir")
}

// root is the folder of all backups, "" where none are kept.
func (o backupsOption) root(a *app) (string, error) {
	switch dir := cmp.Or(o.dir, a.env(envBackupDir)); dir {
	case noBackups:
		return "", nil
	case "":
		root, err := backup.DefaultRoot(a.lookupEnv)
		if err != nil {
			return "", fmt.Errorf("%w (neither XDG_STATE_HOME nor HOME is set)", err)
		}
		return root, nil
	default:
		return filepath.Abs(dir)
	}
}

// keepingOptions are those of commands that keep what they write over.
type keepingOptions struct {
	backups backupsOption
	runs    int
	days    int
}

func (o *keepingOptions) addFlags(c *cobra.Command) {
	o.backups.addFlag(c, "keep what is changed or deleted below `DIR` ($ALERTPLAN_BACKUP_DIR; by default in the user's\nstate folder), secrets included; none keeps nothing")
	c.Flags().IntVar(&o.runs, "backup-keep", 100, "keep the backups of the last `N` runs on a cluster and workspace; 0 keeps all")
	c.Flags().IntVar(&o.days, "backup-days", 90, "keep backups for `N` days; 0 keeps them forever")
}

func (o *keepingOptions) check() error {
	if o.runs < 0 || o.days < 0 {
		return errors.New("--backup-keep and --backup-days take 0 or more")
	}
	return nil
}

func (o *keepingOptions) limits() backup.Limits {
	return backup.Limits{Runs: o.runs, Age: time.Duration(o.days) * day}
}

// keeper keeps what a run writes over.
type keeper struct {
	app     *app
	client  *alertapi.Client
	options keepingOptions
	did     string      // in place of a change's action; "" for that
	run     *backup.Run // nil: nothing is kept
	failed  error       // why nothing can be kept

	mu    sync.Mutex
	files []view.BackupFile // what was kept
}

// openKeeper gets ready to keep what a plan writes over: where that can't be done it
// is known before anything is written. A plan that only creates may find a double
// later that it deletes.
func (a *app) openKeeper(ctx context.Context, client *alertapi.Client, o keepingOptions, made *plan.Plan) (*keeper, error) {
	client.KeepOriginals()
	k := &keeper{app: a, client: client, options: o}
	writesOver := slices.ContainsFunc(made.Changes, func(c plan.Change) bool { return c.Action != plan.Create })
	k.failed = k.open(ctx, made.Workspace)
	if k.failed == nil && k.run != nil && writesOver {
		k.failed = k.run.Prepare()
	}
	switch {
	case !writesOver:
	case k.failed != nil:
		return nil, fmt.Errorf("what is changed or deleted can't be kept, so nothing was written: %w. Say --backup-dir DIR to keep it elsewhere, or --backup-dir none to keep nothing", k.failed)
	case k.run == nil:
		k.app.messages.Warn("what is changed or deleted is not kept: --backup-dir is none.")
	}
	return k, nil
}

func (k *keeper) open(ctx context.Context, workspace string) error {
	root, err := k.options.backups.root(k.app)
	if err != nil || root == "" {
		return err
	}
	cluster, err := clusterOfBackup(ctx, k.client)
	if err != nil {
		return err
	}
	k.run = backup.NewRun(root, backup.Head{Tool: "alertplan/" + versionText(), Cluster: cluster, Workspace: workspace}, time.Now())
	return nil
}

// clusterOfBackup is the cluster as a backup names it.
func clusterOfBackup(ctx context.Context, client *alertapi.Client) (backup.Cluster, error) {
	features, err := client.Detect(ctx)
	return backup.Cluster{UUID: features.UUID, Name: features.ClusterName, Version: features.ClusterVersion, URL: client.Endpoint()}, err
}

// keep is what apply calls just before it writes over something.
func (k *keeper) keep(ctx context.Context, c plan.Change) error {
	if k.failed != nil || k.run == nil {
		return k.failed
	}
	original, err := k.original(ctx, c)
	if err != nil {
		return err
	}
	file, err := k.run.Keep(backup.Record{Head: backup.Head{Address: c.Address, Did: cmp.Or(k.did, string(c.Action)), Name: c.Name}, Original: original})
	if err != nil {
		return err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.files = append(k.files, view.BackupFile{Address: c.Address, ID: c.ID, File: file})
	return nil
}

// original is what the change writes over, as it was read: a monitor by the plan, or
// once more where it was not read since this client began to remember; a channel
// just now.
func (k *keeper) original(ctx context.Context, c plan.Change) (wire.Original, error) {
	if c.Destination != nil {
		original, ok := k.client.OriginalDestination(c.Destination.Live.ID)
		if !ok {
			return original, errors.New("it was not read by its id")
		}
		return original, nil
	}
	live := *c.Monitor.Live
	isSame := func(o wire.Original) bool {
		return o.SeqNo == live.Version.SeqNo && o.PrimaryTerm == live.Version.PrimaryTerm
	}
	original, ok := k.client.OriginalMonitor(live.ID)
	if ok && isSame(original) {
		return original, nil
	}
	read := cluster{k.client, ctx}.ReadMonitor
	if c.Address.Kind() == address.Workflow {
		read = cluster{k.client, ctx}.ReadWorkflow
	}
	if _, err := read(ctx, live.ID); err != nil {
		return original, fmt.Errorf("reading it: %w", err)
	}
	if original, ok = k.client.OriginalMonitor(live.ID); !ok || !isSame(original) {
		return original, apply.ErrConflict
	}
	return original, nil
}

// end prunes old backups after a run that wrote, and says that there are new ones.
func (k *keeper) end() {
	if k.run == nil {
		return
	}
	defer k.run.End()
	if k.run.Kept() == 0 {
		return
	}
	k.app.messages.Kept()
	if err := k.run.Prune(k.options.limits(), time.Now()); err != nil {
		k.app.messages.Warn("old backups could not be pruned: %v", err)
	}
}
