using OtelBridge.Configuration;
using OtelBridge.Diagnostics;
using OtelBridge.Export;
using OtelBridge.Export.Wires;
using OtelBridge.Tests.Export.Wires;

namespace OtelBridge.Tests.Export;

public sealed class CourierTests
{
    [Fact]
    public async Task WireThatCannotBeMade_IsMadeAtALaterRequest()
    {
        var attempts = 0;
        var settings = new DestinationSettings { Name = "late", Kind = ExportDestinationKind.Collector, Dialects = SpanDialects.None, Delivery = new DeliverySettings() };
        using var courier = new Courier(
            settings,
            () => ++attempts == 1 ? throw new MlflowException("No such file.") : new ConsoleSpanWire(TextWriter.Null, isColored: false),
            null,
            new DeliveryMetrics("late"),
            TimeProvider.System);
        var outcome = new SendOutcome();
        var run = new ParcelRun("late", Parcels.Of(Parcels.Span("s")), outcome);

        (await courier.TryAdvanceAsync(run, CancellationToken.None))!.Failure.ShouldBe(SendFailure.Broken);
        (await courier.TryAdvanceAsync(run, CancellationToken.None)).ShouldBeNull();

        outcome.Sent.ShouldBe(1);
    }
}
