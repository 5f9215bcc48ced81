using OtelBridge.Grpc;
using OtelBridge.Server.Diagnostics;
using OtelBridge.Server.Rest;
using OtelBridge.Store.Search;
using OtelBridge.Store.Storage;
using OtelBridge.Store.TracesJson;

namespace OtelBridge.Server.Tests.Rest;

/// <summary>What each kind of failure is called in MLflow's words. Statuses that clients repeat for minutes are few.</summary>
public sealed class RestErrorTests
{
    public static TheoryData<Exception, string, int> Failures => new()
    {
        { new NotStoredException("m"), "RESOURCE_DOES_NOT_EXIST", 404 },
        { new AlreadyStoredException("m"), "RESOURCE_ALREADY_EXISTS", 400 },
        { new RefusedChangeException("m"), "INVALID_PARAMETER_VALUE", 400 },
        { new InvalidPageTokenException("m"), "INVALID_PARAMETER_VALUE", 400 },
        { new InvalidFilterException("m"), "INVALID_PARAMETER_VALUE", 400 },
        { new TracesJsonException("m"), "INVALID_PARAMETER_VALUE", 400 },
        { new GrpcException(GrpcStatusCode.InvalidArgument, "m"), "INVALID_PARAMETER_VALUE", 400 },
        { new GrpcException(GrpcStatusCode.NotFound, "m"), "RESOURCE_DOES_NOT_EXIST", 404 },
        { new GrpcException(GrpcStatusCode.AlreadyExists, "m"), "RESOURCE_ALREADY_EXISTS", 400 },
        { new GrpcException(GrpcStatusCode.Unimplemented, "m"), "NOT_IMPLEMENTED", 501 },
        { new MessageTooLargeException("m"), "RESOURCE_EXHAUSTED", 413 },
        { new StoreUnavailableException("m"), "TEMPORARILY_UNAVAILABLE", 503 },
        { new DamagedTraceException("m"), "DATA_LOSS", 500 },
        { new InvalidOperationException("secret"), "INTERNAL_ERROR", 500 },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void Failure_OfEachKind_HasItsCodeAndStatus(Exception failure, string code, int status)
    {
        var error = RestError.Of(Fault.From(failure));

        (error.Code, error.HttpStatus).ShouldBe((code, status));
        error.Message.ShouldNotContain("secret");
        error.RetryAfter.ShouldBe(status == 503 ? "1" : null);
    }
}
