namespace OtelBridge.Probing;

/// <summary>Says what to do where one thing is spoken and another understood.</summary>
internal static class ProtocolFault
{
    public static void Note(FindingKind fault, ProbeTarget target, ProbeNotes notes)
    {
        var (seen, remedy) = Texts(fault, target);
        notes.Add(fault, seen, remedy);
    }

    private static (string Seen, string Remedy) Texts(FindingKind fault, ProbeTarget target)
    {
        var authority = target.Endpoint.Authority;
        if (fault == EndpointFaults.GrpcAtHttpPort)
        {
            return ($"{authority} speaks HTTP/1.1, and spans are sent to it over gRPC", target.Kind == ProbeTargetKind.Store
                ? $"Use the gRPC port of the server, usually {OtlpPorts.Grpc}, or write http:// instead of grpc:// for its REST port."
                : $"Set the protocol to http/protobuf (OTEL_EXPORTER_OTLP_PROTOCOL), or the port to that of gRPC, usually {OtlpPorts.Grpc}.");
        }

        if (fault == EndpointFaults.HttpAtGrpcPort)
        {
            return ($"{authority} speaks gRPC (HTTP/2), and spans are sent to it over HTTP/1.1", target.Kind == ProbeTargetKind.Mlflow
                ? $"Write grpc:// instead of http:// for the gRPC port of an OtelBridge store, or use the port of its REST API, usually 5000."
                : $"Set the protocol to grpc (OTEL_EXPORTER_OTLP_PROTOCOL), or the port to that of OTLP over HTTP, usually {OtlpPorts.Http}.");
        }

        if (fault == EndpointFaults.PlainAtTlsPort)
        {
            return ($"{authority} expects TLS, and is spoken to without", target.Kind == ProbeTargetKind.Store
                ? "Write grpcs:// instead of grpc:// in the endpoint." : "Write https:// instead of http:// in the endpoint.");
        }

        if (fault == EndpointFaults.TlsAtPlainPort)
        {
            return ($"{authority} is spoken to with TLS, and does not know it", target.Kind == ProbeTargetKind.Store
                ? "Write grpc:// instead of grpcs:// in the endpoint, or the port that has TLS." : "Write http:// instead of https:// in the endpoint, or the port that has TLS.");
        }

        return ($"{authority} takes connections and speaks neither HTTP nor gRPC", "Correct the port of the endpoint: something else listens there, or the server hangs.");
    }
}
