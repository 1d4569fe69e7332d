package doctor

import "github.com/alertplan/alertplan/internal/plan"

// Kinds are all that may be found.
func Kinds() []Kind {
	return []Kind{
		Arrived, NotReached, Slow,
		NoTLS, Trusted, NotTrusted, Expires, Unchecked,
		KnownAs, NobodyAsked, LoginRefused,
		IsVersion, VersionUntold, NodeVersions, ClusterHealth,
		HasPlugins, NoAlerting, NoNotifications, PluginMissing, PluginVersions,
		MayAll, Lacking, CannotAsk,
		ClockAgrees, ClockDiffers,
		RoomLeft, ManyMonitors, ManyShards, CompileRate,
		MonitorsRun, SchedulingOff, NotScheduled, Late, DisabledByHand, Disabled, MissingMonitor, Unreadable,
		SearchInError, ConditionError, SendingInError, OtherError,
		SearchesWork, Kind(plan.MissingIndex), Kind(plan.NothingMatches), Kind(plan.SearchFails), Kind(plan.ShardsFailed), Kind(plan.ShardsAway), Kind(plan.NotReadable),
		FieldMissing, FieldAnalysed, FieldDiffers,
		ChannelsThere, ChannelGone, ChannelHidden, ChannelOff, KindNotSent, HostDenied, AccountGone, RecipientsGone,
		CanaryArrived, CanaryByHand, CanaryTold, CanarySilent, CanaryFailed, CanaryNotMade, CanaryLeft, CanaryRemoved,
		NotTold, AlertsNotTold, RunsNotTold, NotSearched, NotMapped,
	}
}
