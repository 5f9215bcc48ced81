using Google.Protobuf;
using Google.Protobuf.Reflection;
using OtelBridge.Grpc;
using OtelBridge.Otlp;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Contracts.Tests.Grpc;

/// <summary>The hand-written lists of methods against the services of the <c>.proto</c> texts.</summary>
public sealed class ServiceMethodsTests
{
    [Fact]
    public void TraceServiceMethods_All_AreThoseOfTheProto() =>
        MethodsOf(typeof(TraceServiceMethods)).ShouldBe(MethodsOf(TraceServiceReflection.Descriptor), ignoreOrder: true);

    [Fact]
    public void TrackingServiceMethods_All_AreThoseOfTheProto() =>
        MethodsOf(typeof(TrackingServiceMethods)).ShouldBe(MethodsOf(TrackingReflection.Descriptor), ignoreOrder: true);

    private static IEnumerable<string> MethodsOf(FileDescriptor file) =>
        file.Services.SelectMany(service => service.Methods)
            .Select(method => $"/{method.Service.FullName}/{method.Name} {method.InputType.FullName} {method.OutputType.FullName}");

    private static IEnumerable<string> MethodsOf(Type list) =>
        list.GetProperties().Select(property => (dynamic)property.GetValue(null)!)
            .Select(method => (string)$"{method.Path} {MessageOf(method.RequestParser)} {MessageOf(method.ResponseParser)}");

    private static string MessageOf(MessageParser parser) => parser.ParseFrom(ByteString.Empty).Descriptor.FullName;
}
