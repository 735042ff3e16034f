// What Foundation has on Apple's systems and not on others: `URLSession.bytes(for:)`, as far as pages use it.

#if canImport(FoundationNetworking)
@_exported import FoundationNetworking
import Foundation

struct AsyncBytes: Sendable {
    let lines: AsyncThrowingStream<String, any Error>
}

extension URLSession {
    func bytes(for request: URLRequest) async throws -> (AsyncBytes, URLResponse) {
        let lines = Lines()
        let session = URLSession(configuration: .default, delegate: lines, delegateQueue: nil)
        let task = session.dataTask(with: request)
        let stream = AsyncThrowingStream<String, any Error> { continuation in
            lines.continuation = continuation
            continuation.onTermination = { _ in task.cancel() }
        }
        let response = try await withCheckedThrowingContinuation { continuation in
            lines.response = continuation
            task.resume()
        }
        return (AsyncBytes(lines: stream), response)
    }
}

/// Takes a response to pieces as it comes. The session calls it from one queue, so that nothing is called at once.
private final class Lines: NSObject, URLSessionDataDelegate, @unchecked Sendable {
    var continuation: AsyncThrowingStream<String, any Error>.Continuation?
    var response: CheckedContinuation<URLResponse, any Error>?
    private var rest = Data()

    func urlSession(
        _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
        completionHandler: @escaping (URLSession.ResponseDisposition) -> Void
    ) {
        self.response?.resume(returning: response)
        self.response = nil
        completionHandler(.allow)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        rest.append(data)
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            continuation?.yield(String(decoding: rest[rest.startIndex..<end], as: UTF8.self))
            rest = Data(rest[rest.index(after: end)...])
        }
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        response?.resume(throwing: error ?? URLError(.badServerResponse))
        response = nil
        continuation?.finish(throwing: error)
        session.finishTasksAndInvalidate()
    }
}
#endif
