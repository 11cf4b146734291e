using JobQueue.Scheduler.Times;
using Quartz;
using Quartz.Extensibility;
using Quartz.Impl.Triggers;

namespace JobQueue.Scheduler.Clock;

/// <summary>A Quartz trigger that asks a <see cref="Schedule"/> for its next due.</summary>
internal sealed class DueTrigger(Schedule schedule, DateTimeOffset after, DueDefinition definition, TimeProvider time) : TriggerBase(time)
{
    private const int IgnoreMisfires = -1;

    private DateTimeOffset? _next;
    private DateTimeOffset? _previous;

    internal DueDefinition Definition => definition;

    public override DateTimeOffset? NextFireTimeUtc
    {
        get => _next;
        set => _next = value;
    }

    public override DateTimeOffset? PreviousFireTimeUtc
    {
        get => _previous;
        set => _previous = value;
    }

    public override DateTimeOffset? FinalFireTimeUtc => null;

    protected override bool HasMillisecondPrecision => true;

    public override bool MayFireAgain => _next is not null;

    // What is late or missed is decided from the ledger.
    public override int MisfireInstructionCode => IgnoreMisfires;

    public override DateTimeOffset? ComputeFirstFireTimeUtc(ICalendar? calendar) => _next = schedule.NextAfter(after);

    public override void Triggered(ICalendar? calendar)
    {
        _previous = _next;
        _next = _next is { } due ? schedule.NextAfter(due) : null;
    }

    public override DateTimeOffset? GetFireTimeAfter(DateTimeOffset? afterTime) => afterTime is { } from ? schedule.NextAfter(from) : ComputeFirstFireTimeUtc(null);

    public override IScheduleBuilder GetScheduleBuilder() => new Builder(this);

    public override void UpdateAfterMisfire(ICalendar? calendar)
    {
    }

    public override void UpdateWithNewCalendar(ICalendar calendar, TimeSpan misfireThreshold)
    {
    }

    protected override bool ValidateMisfireInstruction(int misfireInstruction) => misfireInstruction == IgnoreMisfires;

    private sealed class Builder(DueTrigger trigger) : IScheduleBuilder
    {
        public IMutableTrigger Build() => (DueTrigger)trigger.Clone();
    }
}
