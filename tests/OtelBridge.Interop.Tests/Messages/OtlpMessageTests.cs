using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using OtelBridge.Grpc;
using OtelBridge.Otlp;
using OtelBridge.TestSupport;

namespace OtelBridge.Interop.Tests.Messages;

/// <summary>Our OTLP messages against protobufjs code generated from the official protos.</summary>
public sealed class OtlpMessageTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Messages_OfBothSides_HaveTheSameFields()
    {
        var foreign = (await NodePeer.RunAsync("fields.mjs")).ShouldHaveSingleItem();

        foreach (var descriptor in OurMessages())
        {
            var ours = descriptor.Fields.InDeclarationOrder().Select(field => field.JsonName);

            // Entities are in development in OTLP, and nothing that we store: protobuf carries them along as an unknown field.
            var theirs = foreign[descriptor.FullName]!.AsArray().Select(name => (string)name!).Where(name => name != "entityRefs");

            ours.ShouldBe(theirs, ignoreOrder: true, descriptor.FullName);
        }

        OurMessages().Select(descriptor => descriptor.FullName).ShouldBe(foreign.Select(message => message.Key), ignoreOrder: true);
    }

    [Fact]
    public void FullTrace_Sample_SetsEveryFieldOfEveryMessage()
    {
        var seen = new HashSet<string>();
        Collect(FullTrace.Request(), seen);

        var wanted = OurMessages()
            .Where(message => message != TracesData.Descriptor
                && message != ExportTraceServiceResponse.Descriptor
                && message != ExportTracePartialSuccess.Descriptor)
            .SelectMany(message => message.Fields.InDeclarationOrder())
            .Select(field => field.FullName);

        wanted.Except(seen).ShouldBeEmpty();
    }

    [Fact]
    public async Task FullTrace_SentByUs_IsUnderstoodFieldByFieldAndWrittenBack()
    {
        var (receiver, address) = await NodePeer.StartReceiverAsync();
        await using var _ = receiver;
        using var client = new UnaryGrpcClient(address);
        var request = FullTrace.Request();

        await client.CallAsync(TraceServiceMethods.Export, request).WaitAsync(Patience);

        var line = await receiver.ReadAsync();
        ((int)line["size"]!).ShouldBe(request.CalculateSize());
        line["request"]!.ShouldSayTheSameAs(request);
        var writtenByThem = ExportTraceServiceRequest.Parser.ParseFrom(Convert.FromBase64String((string)line["encoded"]!));
        writtenByThem.ShouldBe(request);
    }

    [Fact]
    public async Task FullTrace_WrittenByThemFromJson_IsReadByUsFieldByField()
    {
        using var folder = new TemporaryFolder();
        var input = folder.File("trace.json");
        var request = FullTrace.Request();
        await File.WriteAllTextAsync(input, ProtobufJson.Write(request));
        byte[]? received = null;
        await using var server = await LoopbackHttpServer.StartAsync(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            received = body.ToArray();
            await GrpcReply.OkAsync(context, new ExportTraceServiceResponse());
        });

        var answers = await NodePeer.RunAsync("sender.mjs", "--address", server.Address.Authority, "--input", input);

        ((int)answers.ShouldHaveSingleItem()["code"]!).ShouldBe(0);
        ExportTraceServiceRequest.Parser.ParseFrom(received.ShouldNotBeNull().AsSpan(GrpcFrame.HeaderSize)).ShouldBe(request);
    }

    [Fact]
    public async Task UnknownField_FromANewerSender_IsCarriedAlong()
    {
        // Field 3 of Resource, entity_refs, which our proto does not name.
        byte[] withEntity = [.. new Resource { DroppedAttributesCount = 1 }.ToByteArray(), 0x1a, 0x03, 0x1a, 0x01, (byte)'x'];
        var request = new ExportTraceServiceRequest { ResourceSpans = { new ResourceSpans { Resource = Resource.Parser.ParseFrom(withEntity) } } };
        var (receiver, address) = await NodePeer.StartReceiverAsync();
        await using var _ = receiver;
        using var client = new UnaryGrpcClient(address);

        await client.CallAsync(TraceServiceMethods.Export, request).WaitAsync(Patience);

        var resource = (await receiver.ReadAsync())["request"]!["resourceSpans"]![0]!["resource"]!;
        JsonNode.DeepEquals(resource["entityRefs"], JsonNode.Parse("""[{"idKeys":["x"]}]""")).ShouldBeTrue(resource.ToJsonString());
    }

    private static IEnumerable<MessageDescriptor> OurMessages() =>
        new[] { TraceServiceReflection.Descriptor, TraceReflection.Descriptor, ResourceReflection.Descriptor, CommonReflection.Descriptor }
            .SelectMany(file => file.MessageTypes)
            .SelectMany(message => message.NestedTypes.Prepend(message));

    private static void Collect(IMessage message, HashSet<string> seen)
    {
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            var value = field.Accessor.GetValue(message);
            var items = value switch
            {
                System.Collections.IList list => list.Cast<object>().ToArray(),
                _ when field.ContainingOneof is not null && !field.Accessor.HasValue(message) => [],
                null or 0 or 0L or 0u or 0ul or "" => [],
                ByteString { IsEmpty: true } => [],
                _ => [value],
            };
            if (items.Length > 0)
            {
                seen.Add(field.FullName);
            }

            foreach (var inner in items.OfType<IMessage>())
            {
                Collect(inner, seen);
            }
        }
    }
}
