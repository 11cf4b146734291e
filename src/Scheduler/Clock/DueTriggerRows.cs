using Quartz.Extensibility;
using Quartz.Impl.AdoJobStore;

namespace JobQueue.Scheduler.Clock;

/// <summary>Keeps the <see cref="DueDefinition"/> of a <see cref="DueTrigger"/> in Quartz's table of simple properties.</summary>
internal sealed class DueTriggerRows(TimeProvider time) : SimplePropertiesTriggerPersistenceDelegateBase
{
    /// <summary>What such a trigger's row says of its kind; at most eight characters.</summary>
    internal const string Discriminator = "DUE";

    public override bool CanHandleTriggerType(IOperableTrigger trigger) => trigger is DueTrigger;

    public override string GetHandledTriggerTypeDiscriminator() => Discriminator;

    protected override SimplePropertiesTriggerProperties GetTriggerProperties(IOperableTrigger trigger)
    {
        var definition = ((DueTrigger)trigger).Definition;
        return new()
        {
            String1 = definition.Schedule,
            String2 = definition.Seed,
            Long1 = definition.Anchor.UtcTicks,
            Long2 = definition.Jitter.Ticks,
            TimeZoneId = definition.TimeZone,
        };
    }

    protected override TriggerPropertyBundle GetTriggerPropertyBundle(SimplePropertiesTriggerProperties properties)
    {
        var definition = new DueDefinition(
            properties.String1!, properties.TimeZoneId!, new DateTimeOffset(properties.Long1, TimeSpan.Zero), new TimeSpan(properties.Long2), properties.String2!);
        var schedule = definition.Read() ?? throw new InvalidOperationException($"cannot read the schedule of a trigger: {definition.Text}");
        return new(new DueTrigger(schedule, definition.Anchor, definition, time).GetScheduleBuilder());
    }
}
