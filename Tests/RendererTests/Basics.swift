import Testing
@testable import Renderer
