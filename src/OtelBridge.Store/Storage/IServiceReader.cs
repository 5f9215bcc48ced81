using OtelBridge.Store.Model;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Storage;

/// <summary>Reads traces as tools of distributed tracing ask for them: by service and operation, of all experiments or of some.</summary>
/// <remarks>Where experiments are named, nothing is told of others: services and operations are then those of their newest <see cref="MaxGraphTraces"/> traces, and the kind of an operation may be
/// unspecified. Fresh and consistent as <see cref="ITraceReader"/>. Services and operations are listed while a trace has them; an operation of deleted traces may
/// stay listed while another service has spans of its name.</remarks>
public interface IServiceReader
{
    /// <summary>The most services or operations of one service that are listed.</summary>
    const int MaxListed = 10_000;

    /// <summary>The most traces that one search gives.</summary>
    const int MaxTraces = 1_500;

    /// <summary>The most traces, the newest of the window, that a dependency graph is made of; and those of some experiments whose services are listed.</summary>
    const int MaxGraphTraces = 50_000;

    /// <summary>Lists the names of services in ordinal order; the empty one stands for spans whose resource has no <c>service.name</c>.</summary>
    /// <param name="experimentIds">Experiments to look in; none for all.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    Task<IReadOnlyList<string>> ListServicesAsync(IReadOnlyList<string> experimentIds, CancellationToken cancellationToken);

    /// <summary>Lists the operations of a service by kind and name; none for a service that is not there.</summary>
    /// <param name="serviceName">The service; empty for spans without one.</param>
    /// <param name="experimentIds">Experiments to look in; none for all.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    Task<IReadOnlyList<ServiceOperation>> ListOperationsAsync(string serviceName, IReadOnlyList<string> experimentIds, CancellationToken cancellationToken);

    /// <summary>Finds traces, newest start first. Their spans are read by <see cref="ITraceReader.GetTracesAsync"/>, some at a time.</summary>
    Task<IReadOnlyList<TraceInfo>> FindTracesAsync(ServiceTraceQuery query, CancellationToken cancellationToken);

    /// <summary>Finds traces as <see cref="FindTracesAsync"/> does, and sums them up.</summary>
    Task<IReadOnlyList<TraceSummary>> FindSummariesAsync(ServiceTraceQuery query, CancellationToken cancellationToken);

    /// <summary>Reads a trace by its OTLP id.</summary>
    /// <param name="otlpTraceId">32 hex digits in either case; with zeros in front when it has fewer. An id of another form is looked up as it is.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The trace with its spans; null when there is none.</returns>
    /// <exception cref="Grpc.MessageTooLargeException">The trace has more than <see cref="ITraceReader.MaxBytes"/>.</exception>
    /// <exception cref="DamagedTraceException">The trace is damaged.</exception>
    Task<Trace?> FindTraceAsync(string otlpTraceId, CancellationToken cancellationToken);

    /// <summary>Counts who called whom in the traces that started in a window, at most <see cref="MaxGraphTraces"/> of them.</summary>
    /// <param name="startFromUnixNano">The earliest start.</param>
    /// <param name="startBeforeUnixNano">The end of the window.</param>
    /// <param name="experimentIds">Experiments to look in; none for all.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    Task<IReadOnlyList<ServiceCall>> ReadCallsAsync(long startFromUnixNano, long startBeforeUnixNano, IReadOnlyList<string> experimentIds, CancellationToken cancellationToken);
}
