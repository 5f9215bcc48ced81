using OtelBridge.Export;

namespace OtelBridge.Tests.Export;

public sealed class DeliveryTextTests
{
    [Fact]
    public void Delivery_ToString_NamesEveryCountAndReason()
    {
        var delivery = new DestinationDelivery(
            "store", "http://localhost:4317/", 20, 3, 1, new Dictionary<DropReason, long> { [DropReason.Unreachable] = 5, [DropReason.QueueFull] = 2 });

        delivery.ToString().ShouldBe("store http://localhost:4317/: 20 sent, 3 queued, 1 retried, 7 dropped (QueueFull 2, Unreachable 5)");
    }

    [Fact]
    public void Flush_ToString_NamesEveryDestination()
    {
        var flush = new FlushResult([new DestinationFlush("collector", 1, 2, 3), new DestinationFlush("store", 4, 0, 0)]);

        flush.ToString().ShouldBe("collector: 1 sent, 2 dropped, 3 left; store: 4 sent, 0 dropped, 0 left");
    }

    [Fact]
    public void Flush_WithoutDestinations_SaysSo() => new FlushResult([]).ToString().ShouldBe("no destination");
}
