using OtelBridge.TestSupport;
using Patterns.Running;

namespace OtelBridge.Interop.Tests.Patterns;

/// <summary>
/// The patterns of the founding documents, exactly as examples/Patterns has them, against the real server: spans and questions over one wire. What each leaves
/// behind is in the folder expected, one text for all wires, so that they are equal.
/// </summary>
[Collection(TracingCollection.Name)]
public sealed class PatternTests
{
    private static readonly string[] Wires = ["grpc", "http"];

    public static IEnumerable<object[]> PatternsAndWires => PatternCatalog.All.SelectMany(static pattern => Wires.Select(wire => new object[] { pattern.Name, wire }));

    [Theory]
    [MemberData(nameof(PatternsAndWires))]
    public async Task Pattern_OverAnyWire_LeavesTheTracesOfItsDocument(string name, string wire)
    {
        await using var server = await ServerUnderTest.StartAsync();
        var address = wire == "grpc" ? server.GrpcAddress : server.HttpAddress;

        var left = await RunAsync(name, $"{wire}://{address.Authority}");

        left.ShouldBe(await File.ReadAllTextAsync(RepositoryFolder.File("tests", "OtelBridge.Interop.Tests", "Patterns", "expected", $"{name}.txt")));
    }

    [Fact]
    public void Expected_Texts_AreThoseOfThePatterns()
    {
        var folder = RepositoryFolder.File("tests", "OtelBridge.Interop.Tests", "Patterns", "expected");

        Directory.GetFiles(folder).Select(Path.GetFileNameWithoutExtension).ShouldBe(PatternCatalog.All.Select(static pattern => pattern.Name), ignoreOrder: true);
    }

    private static async Task<string> RunAsync(string name, string trackingUri)
    {
        using var tracing = MlflowTracing.Init(options =>
        {
            options.TrackingUri = trackingUri;
            options.ExperimentName = "Patterns";
        });
        using var client = new MlflowClient(trackingUri);

        var result = await PatternCatalog.All.Single(pattern => pattern.Name == name).RunAsync(client).WaitAsync(TimeSpan.FromSeconds(60));
        (await Mlflow.FlushAsync(TimeSpan.FromSeconds(30))).IsComplete.ShouldBeTrue();
        tracing.Delivery.ShouldHaveSingleItem().TotalDropped.ShouldBe(0);

        var texts = result.Notes.Select(static note => $"note {note}\n").ToList();
        foreach (var id in result.TraceIds)
        {
            texts.Add(TraceText.Of(await client.GetTraceAsync(id)));
        }

        return string.Concat(texts);
    }
}
